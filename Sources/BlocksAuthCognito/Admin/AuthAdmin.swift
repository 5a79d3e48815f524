// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore

/// What administrators do to the users of a pool; the app decides who is one, and exports nothing of it by itself.
///
/// Users are meant by their names in the pool. A method of a group that the option `admin` does not grant throws 403
/// `NotAuthorizedException`, before any request.
public struct AuthAdmin<Pool: UserPoolSchema>: Sendable {
    let administration: any CognitoAdministration
    let granted: Set<AdminOption.Action>
    /// The names of declared attributes, which get their prefix on the way out.
    let customAttributes: Set<String>
    /// The sessions of the block.
    let sessions: Sessions

    /// Runs the body of a method of `group`; what it throws becomes what a client may see.
    func allowed<Value>(
        _ group: AdminOption.Action, _ body: () async throws -> Value
    ) async throws -> Value {
        guard granted.contains(group) else {
            throw ApiError(
                "admin.\(group.rawValue) actions not granted: construct AuthCognito with "
                    + "admin: { actions: [..., '\(group.rawValue)'] }",
                status: 403, name: AuthErrorName.notAuthorized.rawValue)
        }
        do {
            return try await body()
        } catch let error as CancellationError {
            throw error
        } catch {
            throw ErrorMapping.apiError(for: error) ?? error
        }
    }
}

extension AuthCognito {
    /// The administrator's methods; throws 500 unless the option `admin` opens them.
    public var admin: AuthAdmin<Pool> {
        get throws {
            guard let administrator else {
                throw ApiError("admin not enabled: construct AuthCognito with { admin: {} }", status: 500)
            }
            return administrator
        }
    }
}

/// A user as administrators see it.
public struct AdminUser: Sendable, Equatable, Encodable {
    /// Cognito's name of the user.
    public let username: String
    /// The user's permanent id; empty when Cognito did not say.
    public let userSub: String
    /// Whether the user may sign in.
    public let enabled: Bool
    /// The attributes, standard and `custom:`.
    public let attributes: UserAttributes
    /// The user's groups; `nil` where they were not asked for or may not be read.
    public let groups: [String]?

    init(_ user: UserDescription, groups: [String]? = nil) {
        username = user.username
        userSub = user.attributes.first { $0.name == "sub" }?.value ?? ""
        enabled = user.enabled
        attributes = UserAttributes(user.attributes.filter { $0.name != "sub" }.map { ($0.name, $0.value) })
        self.groups = groups
    }
}
