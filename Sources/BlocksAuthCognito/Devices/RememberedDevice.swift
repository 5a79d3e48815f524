// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksCrypto

/// A device that Cognito knows, and the password by which it proves to be that one.
///
/// It lives in a cookie of the browser and nowhere else (decision 0011), sealed under a key of its own and bound to the block.
struct RememberedDevice: Sendable {
    /// What the user goes by: the name in the pool, and what was typed.
    let names: [String]
    /// The device's key.
    let deviceKey: String
    /// The group that takes the pool's place in the device's proofs.
    let deviceGroupKey: String
    /// The device's password; the pool has a verifier of it.
    let password: Secret<String>

    /// Whether it is a device of the user who goes by `name`.
    ///
    /// The case of letters does not count, as in Cognito's default. A wrong guess is refused by Cognito, not believed.
    func isOf(_ name: String) -> Bool {
        names.contains { $0.lowercased() == name.lowercased() }
    }

    /// Names that a device is known by, at most: each way of signing in, and one that was changed.
    private static let mostNames = 4

    /// The same device, of a user who goes by `names`: the first four, none of which counts twice.
    func known(as names: [String]) -> RememberedDevice {
        var kept: [String] = []
        for name in names where kept.count < Self.mostNames {
            if !kept.contains(where: { $0.lowercased() == name.lowercased() }) { kept.append(name) }
        }
        return RememberedDevice(
            names: kept, deviceKey: deviceKey, deviceGroupKey: deviceGroupKey, password: password)
    }

    /// The cookie value.
    func sealed(with keys: KeyRing, block fullID: String, random: SecureRandom) throws -> String {
        var members: JSONObject = [
            "names": .array(names.map { .string($0) }), "deviceKey": .string(deviceKey),
            "deviceGroupKey": .string(deviceGroupKey),
        ]
        password.withExposed { members["password"] = .string($0) }
        return try keys.seal(
            try JSONCoding.encode(JSONValue.object(members)), for: .device, at: fullID, random: random)
    }

    /// Opens a cookie value; `nil` when it was tampered with, is another block's or malformed.
    init?(sealed text: String, keys: KeyRing, block fullID: String) {
        guard let plaintext = keys.open(text, for: .device, at: fullID),
            let members = try? JSONValue(parsing: plaintext).object,
            let names = members["names"]?.array?.compactMap(\.string), let deviceKey = members["deviceKey"]?.string,
            let deviceGroupKey = members["deviceGroupKey"]?.string, let password = members["password"]?.string
        else { return nil }
        self.init(
            names: names, deviceKey: deviceKey, deviceGroupKey: deviceGroupKey, password: Secret(password))
    }

    /// A device of the given parts.
    init(names: [String], deviceKey: String, deviceGroupKey: String, password: Secret<String>) {
        self.names = names
        self.deviceKey = deviceKey
        self.deviceGroupKey = deviceGroupKey
        self.password = password
    }
}
