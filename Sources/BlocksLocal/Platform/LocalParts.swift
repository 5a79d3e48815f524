// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksStore
import Synchronization

/// Opens each pool and store of a data folder once.
final class LocalParts: Sendable {
    private struct Open {
        var userPools: [String: LocalUserPool] = [:]
        var stores: [String: FileDriver] = [:]
    }

    private let folder: DataFolder
    private let settings: LocalSettings
    private let open = Mutex(Open())

    init(folder: DataFolder, settings: LocalSettings) {
        self.folder = folder
        self.settings = settings
    }

    /// The pool that `configuration` declares, in the folder of its full id.
    func userPool(_ configuration: UserPoolConfiguration) throws -> LocalUserPool {
        try open.withLock { open in
            if let pool = open.userPools[configuration.fullID] {
                guard pool.configuration == configuration else {
                    throw ConfigurationError(
                        "Two auth blocks with the full id '\(configuration.fullID)' differ in their options.")
                }
                return pool
            }
            let pool = try LocalUserPool(configuration, folder: folder.folder(configuration.fullID), settings: settings)
            open.userPools[configuration.fullID] = pool
            return pool
        }
    }

    /// Puts a code of the application's own where those of the pools are.
    func announce(_ code: Secret<String>, to address: String, of username: String) {
        settings.announce(IssuedCode(username: username, code: code.withExposed { $0 }, purpose: .mfa))
    }

    func use(_ triggers: UserPoolTriggers) { settings.triggers.use(triggers) }

    func openUserPool(_ fullID: String) -> LocalUserPool? {
        open.withLock { $0.userPools[fullID] }
    }

    /// The store of a table, in the folder of its name.
    func store(_ table: KVTable) throws -> FileDriver {
        try open.withLock { open in
            if let store = open.stores[table.name] { return store }
            let file = try folder.folder(table.name).file("store.json")
            let store = try FileDriver(file, settings)
            open.stores[table.name] = store
            return store
        }
    }

    func settingDriver() throws(LocalDataError) -> FileSettingDriver {
        FileSettingDriver(try folder.file("settings.json"), settings)
    }
}
