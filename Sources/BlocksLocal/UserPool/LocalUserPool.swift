// SPDX-License-Identifier: Apache-2.0

public import BlocksAWS
public import BlocksCore
public import BlocksCrypto
import Logging

/// A user pool on this machine that answers Cognito's calls by Cognito's rules.
///
/// The auth block can't tell it from Amazon Cognito: names and meanings of errors, the life of codes and tokens, and tokens signed
/// with a key of its own are the same, so what works here works there. Its issuer name ends in `.invalid`, so no deployed pool
/// ever accepts its tokens.
///
/// A call that returns has been written to the disk. Messages follow the reference's local mode, whose clients show them.
/// Deliberately like the reference and unlike Cognito: a code goes to the e-mail address before the phone, users without either
/// can sign up, confirming a sign-up verifies both contacts, and a confirmed user may be sent a code and confirm again. A verified
/// address counts as a second factor without being switched on, and verifying an authenticator app switches it on.
public actor LocalUserPool: CognitoService, CognitoAdministration {
    /// The pool's ids, `local_<full id>` and `local-client-<full id>`, and its one issuer.
    public nonisolated let pool: UserPoolIdentity

    let configuration: UserPoolConfiguration
    let schema: AttributeSchema
    nonisolated let settings: LocalSettings
    let messages: CodeMessages
    private let stateFile: JSONFile<PoolState>
    private let keyFile: SigningKeyFile
    private let sealingKeyFile: SealingKeyFile
    private(set) var state: PoolState
    private var loadedIssuer: LocalTokenIssuer?
    private var loadedSealer: Sealer?
    /// Codes that the application is still to be asked about.
    var unsent: [UnsentMessage] = []

    /// Opens the pool in `folder`; throws when what is there cannot be read or moved aside.
    init(
        _ configuration: UserPoolConfiguration, folder: DataFolder, settings: LocalSettings
    ) throws(LocalDataError) {
        let id = "local_" + configuration.fullID
        pool = UserPoolIdentity(
            userPoolID: id, clientID: "local-client-" + configuration.fullID, region: "local",
            issuers: ["https://user-pool.invalid/" + id])
        self.configuration = configuration
        schema = AttributeSchema(configuration)
        self.settings = settings
        messages = try CodeMessages(folder: folder, settings: settings)
        stateFile = JSONFile(try folder.file("state.json"), clock: settings.clock, logger: settings.logger)
        keyFile = SigningKeyFile(try folder.file("signing-key.pem"), clock: settings.clock, logger: settings.logger)
        sealingKeyFile = SealingKeyFile(
            try folder.file("sealing-key"), clock: settings.clock, random: settings.random, logger: settings.logger)
        state = try stateFile.load() ?? PoolState()
        for group in configuration.groups where state.groups[group.name] == nil { state.groups[group.name] = [] }
    }

    /// The thread of the platform: passwords are hashed slowly, and every change waits for the disk.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { settings.thread.asUnownedSerialExecutor() }

    /// The pool itself.
    public nonisolated func administration() throws(ConfigurationError) -> any CognitoAdministration { self }

    /// The public key behind this pool's tokens.
    public func jwks(issuer: String) async throws(AWSError) -> JWKSet {
        guard pool.issuers.contains(issuer) else { throw .unknownIssuer }
        return try tokenIssuer().keySet
    }

    /// The signer of tokens; the key is read, or made and written, when it is first needed.
    func tokenIssuer() throws(AWSError) -> LocalTokenIssuer {
        if let loadedIssuer { return loadedIssuer }
        do {
            let issuer = LocalTokenIssuer(pool: pool, key: try keyFile.key(), random: settings.random)
            loadedIssuer = issuer
            return issuer
        } catch {
            throw fault("signing key", error)
        }
    }

    /// What seals secrets that have to be read again; the key is read, or made and written, when it is first needed.
    func sealer() throws(AWSError) -> Sealer {
        if let loadedSealer { return loadedSealer }
        do {
            let sealer = try sealingKeyFile.sealer()
            loadedSealer = sealer
            return sealer
        } catch {
            throw fault("sealing key", error)
        }
    }

    /// Applies `change` to a copy of the state, writes that, and only then makes it the state.
    func commit<Result>(_ change: (inout PoolState) throws(AWSError) -> Result) throws(AWSError) -> Result {
        var next = state
        let result = try change(&next)
        next.prune(at: now)
        do {
            try stateFile.save(next)
        } catch {
            throw fault("state", error)
        }
        state = next
        return result
    }

    nonisolated var now: Timestamp { settings.clock.now() }

    nonisolated var random: SecureRandom { settings.random }

    /// Logs a fault of this machine and gives the error a client sees.
    nonisolated func fault(_ what: String, _ error: any Error) -> AWSError {
        settings.logger.error("local user pool: \(what) failed", metadata: ["reason": "\(error)"])
        return .internalFailure
    }
}
