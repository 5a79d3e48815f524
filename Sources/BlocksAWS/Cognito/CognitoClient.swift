// SPDX-License-Identifier: Apache-2.0

public import BlocksCore
public import BlocksCrypto
import Synchronization

/// ``CognitoService`` over Amazon Cognito's API.
///
/// Its operations are public or authorised by a token that they carry: none is signed, so no credentials are needed, except for
/// ``administration()``.
public final class CognitoClient: CognitoService {
    /// The pool and client that the calls go to.
    public let pool: UserPoolIdentity

    let client: AWSClient
    let refreshOperation = Mutex(RefreshOperation.getTokens)
    let clientSecret: ClientSecret?
    private let endpoint: AWSEndpoint
    private let configuration: AWSConfiguration

    /// A client for a pool that is named by ids.
    ///
    /// `clientSecret` is `nil` for app clients without one. Throws `ConfigurationError` when the endpoint override is no URL.
    public init(
        _ pool: UserPoolIdentity, clientSecret: ClientSecret? = nil, configuration: AWSConfiguration
    ) throws(ConfigurationError) {
        self.pool = pool
        self.clientSecret = clientSecret
        self.configuration = configuration
        endpoint = try AWSEndpoint(.cognito, region: pool.region, environment: configuration.environment)
        client = AWSClient(unsigned: .cognito, endpoint: endpoint, configuration: configuration)
    }

    /// A client for the pool of a declared auth block, whose ids are in `BLOCKS_AUTH_COGNITO_<X>_USER_POOL_ID`, `…_CLIENT_ID` and, if it
    /// differs from the one in the pool's id, `…_REGION`.
    ///
    /// An app client with a secret also has `…_CLIENT_SECRET`, or `…_CLIENT_SECRET_PARAMETER` with the name of an SSM parameter.
    /// Throws `ConfigurationError` naming the variable that is missing or malformed.
    public convenience init(
        _ declaration: UserPoolConfiguration, configuration: AWSConfiguration
    ) throws(ConfigurationError) {
        let prefix = "BLOCKS_AUTH_COGNITO_\(Scope.environmentName(declaration.fullID))_"
        func value(_ name: String) -> String? {
            configuration.environment[prefix + name].flatMap { $0.isEmpty ? nil : $0 }
        }
        func required(_ name: String, _ what: String) throws(ConfigurationError) -> String {
            guard let value = value(name) else {
                throw ConfigurationError("Set \(prefix + name) to \(what).", setting: prefix + name)
            }
            guard value.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !#"/?#%\"#.utf8.contains($0) }) else {
                throw ConfigurationError("\(prefix + name) is not an id.", setting: prefix + name)
            }
            return value
        }
        let userPoolID = try required("USER_POOL_ID", "the user pool's id")
        let clientID = try required("CLIENT_ID", "the id of the user pool's app client")
        if let region = value("REGION"), !AWSRegion.isValid(region) {
            throw ConfigurationError("\(prefix)REGION is not the name of a region.", setting: prefix + "REGION")
        }
        guard AWSRegion.isValid(UserPoolIdentity.region(of: userPoolID) ?? "us-east-1") else {
            throw ConfigurationError(
                "\(prefix)USER_POOL_ID does not begin with a region.", setting: prefix + "USER_POOL_ID")
        }
        try self.init(
            UserPoolIdentity(userPoolID: userPoolID, clientID: clientID, region: value("REGION")),
            clientSecret: try ClientSecret(
                text: value("CLIENT_SECRET"), parameter: value("CLIENT_SECRET_PARAMETER"),
                variable: prefix + "CLIENT_SECRET", configuration: configuration),
            configuration: configuration)
    }

    /// The signed calls of administrators; throws `ConfigurationError` when credentials are missing.
    public func administration() throws(ConfigurationError) -> any CognitoAdministration {
        try CognitoAdminClient(pool, clientSecret: clientSecret, configuration: configuration)
    }

    /// The public keys behind tokens of `issuer`, from its `/.well-known/jwks.json`; an emulator serves them at its own address.
    public func jwks(issuer: String) async throws(AWSError) -> JWKSet {
        guard pool.issuers.contains(issuer) else {
            throw AWSError(name: "UnknownIssuerError", kind: .malformedResponse)
        }
        let base = endpoint.isOverride ? "\(endpoint.base)/\(pool.userPoolID)" : issuer
        let document = try await client.get(base + "/.well-known/jwks.json")
        do {
            return try document.decode(JWKSet.self)
        } catch {
            throw AWSError(name: "MalformedResponseError", kind: .malformedResponse)
        }
    }
}
