// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
public import BlocksCore
public import BlocksCrypto
import BlocksStore
public import Logging

/// What an app stands on without AWS: user pools, stores and settings in one folder of this machine.
///
/// The folder belongs to the platform for as long as it or one of its drivers lives. `bootstrap` does not link this module, so
/// none of it can be met in production.
public struct LocalPlatform: Sendable {
    /// Rounds of PBKDF2 for new passwords: slow enough for a developer's folder, fast enough to wait for.
    public static let defaultPasswordIterations = 100_000

    /// The platform to build an app on.
    public let platform: Platform
    /// The codes sent to users.
    public let outbox: CodeOutbox

    private let parts: LocalParts

    /// Opens `dataDirectory`, creating it for its owner only (0700).
    ///
    /// `onCode` is told of each code that counts. `passwordIterations` is for tests that make many users.
    /// Throws ``LocalDataError``: `folderInUse` when another platform works on the folder, `fileSystem` when it is not usable.
    public init(
        dataDirectory: String, clock: WallClock = .system, random: SecureRandom = .system, logger: Logger,
        environment: [String: String] = [:], onCode: (@Sendable (IssuedCode) -> Void)? = nil,
        passwordIterations: Int = LocalPlatform.defaultPasswordIterations
    ) throws {
        outbox = CodeOutbox()
        let folder = try DataFolder(dataDirectory)
        let parts = LocalParts(
            folder: folder,
            settings: LocalSettings(
                lock: try FolderLock(folder), thread: try LocalThread(), clock: clock, random: random, logger: logger,
                passwordIterations: passwordIterations, outbox: outbox, onCode: onCode))
        self.parts = parts

        var platform = Platform(clock: clock, environment: environment, logger: logger, isLocal: true)
        platform.provide(random)
        platform.provide(CognitoServiceProvider { try parts.userPool($0) })
        platform.provide(KVDriverProvider { try parts.store($0) })
        platform.provide(SettingDriverProvider(try parts.settingDriver()))
        platform.provide(OneTimeCodeSender(parts.announce))
        self.platform = platform
    }

    /// Has the user pools ask `triggers`, those of the application that was built on this platform; before that they ask nobody.
    ///
    /// The events are what Cognito would send, those before tokens in version 2; codes for custom senders are not encrypted.
    public func use(_ triggers: UserPoolTriggers) {
        parts.use(triggers)
    }

    /// The user pool of the auth block with that full id, for what an administrator does; `nil` until the app has declared it.
    public func administration(for fullID: String) -> LocalUserPool? {
        parts.openUserPool(fullID)
    }
}
