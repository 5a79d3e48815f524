// SPDX-License-Identifier: Apache-2.0

/// Whose password an SRP exchange is about: a user of a pool, or a device of a device group.
///
/// Both texts are hashed one after the other, so that a proof for one identity is none for another.
public struct SRPIdentity: Sendable, Hashable {
    /// The pool's name or the device group's key.
    public let realm: String
    /// The user's id for SRP or the device's key.
    public let name: String

    /// The user that Cognito calls `userID` (`USER_ID_FOR_SRP`) in the pool `userPoolID`, such as `eu-west-1_AbCdEf`.
    ///
    /// The pool's name is what follows the first underscore; the whole text when there is none.
    public init(userPoolID: String, userID: String) {
        let underscore = userPoolID.utf8.firstIndex(of: UInt8(ascii: "_"))
        self.realm = underscore.map { String(userPoolID[userPoolID.utf8.index(after: $0)...]) } ?? userPoolID
        self.name = userID
    }

    /// The device `deviceKey` of the group `deviceGroupKey`, as `NewDeviceMetadata` names them.
    public init(deviceGroupKey: String, deviceKey: String) {
        self.realm = deviceGroupKey
        self.name = deviceKey
    }

    /// Both texts, as they open what is hashed and what is signed.
    var bytes: [UInt8] { Array(realm.utf8) + Array(name.utf8) }
}
