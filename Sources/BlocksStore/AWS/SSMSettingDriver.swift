// SPDX-License-Identifier: Apache-2.0

public import BlocksAWS
import BlocksCore

/// Settings as parameters of AWS Systems Manager, secret ones encrypted.
public struct SSMSettingDriver: SettingDriver {
    private let client: SSMClient

    /// A driver over `client`.
    public init(_ client: SSMClient) {
        self.client = client
    }

    /// The parameter's text; `nil` when there is no such parameter.
    public func read(_ name: String, secret: Bool) async throws(AppSettingError) -> String? {
        do {
            return try await client.getParameter(name, decrypt: secret).withExposed { $0 }
        } catch {
            if error.name == "ParameterNotFound" { return nil }
            throw AppSettingError(error)
        }
    }

    /// Stores the parameter; false when there is one and `overwrite` is false.
    public func write(
        _ name: String, value: String, secret: Bool, overwrite: Bool
    ) async throws(AppSettingError) -> Bool {
        do {
            try await client.putParameter(
                name, value: Secret(value), type: secret ? .secureString : .string, overwrite: overwrite)
            return true
        } catch {
            if error.name == "ParameterAlreadyExists", !overwrite { return false }
            throw AppSettingError(error)
        }
    }
}

extension AppSettingError {
    /// What an error of SSM means to a setting; names without a meaning of their own pass through.
    init(_ error: AWSError) {
        if error.isPassing {
            self = .unavailable(error.message, name: error.name, underlying: error)
        } else {
            self.init(code: .other, name: error.name, message: error.message, underlying: error)
        }
    }
}

extension AWSError {
    /// Whether the same call may succeed later: everything but the service's considered answers.
    var isPassing: Bool {
        switch kind {
        case .throttled, .transport, .malformedResponse, .deadline: true
        case .credentials: false
        case .service: status.map { $0 >= 500 } ?? false
        }
    }
}
