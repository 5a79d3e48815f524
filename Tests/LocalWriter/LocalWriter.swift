// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto
import BlocksLocal
import BlocksStore
import Glibc
import Logging

/// Writes to a data folder without end and says on standard output what has been acknowledged, until somebody kills it.
///
/// `local-writer FOLDER RUN pool|store`. One line for each acknowledged write: see the two functions below.
@main struct LocalWriter {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 4 else { exit(64) }
        let (folder, run) = (arguments[1], arguments[2])
        var logger = Logger(label: "local-writer")
        logger.logLevel = .critical
        let local = try LocalPlatform(dataDirectory: folder, logger: logger, passwordIterations: 2)
        say("ready")
        if arguments[3] == "pool" {
            try await writeUsers(local, run)
        } else {
            try await writeItems(local, run)
        }
    }

    /// `up NAME`, `confirmed NAME`, `in NAME REFRESH_TOKEN`, `turn NAME OLD NEW`, `attribute NAME VALUE`, `out NAME REFRESH_TOKEN`.
    private static func writeUsers(_ local: LocalPlatform, _ run: String) async throws {
        let provider = try local.platform.service(CognitoServiceProvider.self)
        let pool = try provider.make(UserPoolConfiguration(fullID: "app-auth", refreshTokenRotation: .init()))
        let password = Secret("Passw0rd!")
        for number in 0... {
            let name = "user-\(run)-\(number)"
            _ = try await pool.signUp(.init(username: name, password: password))
            say("up \(name)")
            let code = Secret(local.outbox.newest(for: name)?.code ?? "")
            _ = try await pool.confirmSignUp(.init(username: name, confirmationCode: code))
            say("confirmed \(name)")
            let output = try await pool.initiateAuth(
                .init(flow: .userPasswordAuth, parameters: ["USERNAME": Secret(name), "PASSWORD": password]))
            guard case .tokens(let tokens) = output, var token = tokens.refreshToken,
                let access = tokens.accessToken
            else { exit(1) }
            say("in \(name) \(text(token))")
            if number % 3 != 1 {
                let output = try await pool.refreshTokens(.init(refreshToken: token))
                guard case .tokens(let tokens) = output, let next = tokens.refreshToken else { exit(1) }
                say("turn \(name) \(text(token)) \(text(next))")
                token = next
            }
            let attribute = UserAttribute(name: "nickname", value: "\(run)-\(number)")
            _ = try await pool.updateUserAttributes(.init(accessToken: access, attributes: [attribute]))
            say("attribute \(name) \(attribute.value)")
            if number.isMultiple(of: 2) {
                try await pool.revokeToken(token)
                say("out \(name) \(text(token))")
            }
        }
    }

    /// `put KEY NUMBER`, `delete KEY`, `set NAME NUMBER`: values are `{"n":NUMBER,"pad":…}`, settings the number.
    private static func writeItems(_ local: LocalPlatform, _ run: String) async throws {
        let store = try local.platform.service(KVDriverProvider.self).make(KVTable(name: "app-items", timeToLive: true))
        let settings = try local.platform.service(SettingDriverProvider.self).make()
        let pad = String(repeating: "x", count: 500)
        for number in 0... {
            let key = "\(run)-\(number % 4)"
            let item = KVItem(key: key, value: #"{"n":\#(number),"pad":"\#(pad)"}"#, expires: 4_000_000_000)
            try await store.put(item, if: nil, now: 0)
            say("put \(key) \(number)")
            if number % 3 == 2 {
                try await store.delete(key, if: .exists, now: 0)
                say("delete \(key)")
            }
            _ = try await settings.write("/app-counter", value: "\(number)", secret: false, overwrite: true)
            say("set app-counter \(number)")
        }
    }

    private static func text(_ secret: Secret<String>) -> String { secret.withExposed { $0 } }

    private static func say(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        guard write(STDOUT_FILENO, bytes, bytes.count) == bytes.count else { exit(0) }
    }
}
