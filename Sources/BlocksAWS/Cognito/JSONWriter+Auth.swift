// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// Members that several operations have in common.
extension JSONWriter {
    /// The members of `InitiateAuth` and `AdminInitiateAuth` besides who asks.
    mutating func initiateAuth(_ input: InitiateAuthInput, _ parameters: [String: Secret<String>]) {
        member("AuthFlow", input.flow.rawValue)
        members("AuthParameters", parameters)
        clientMetadata(input.clientMetadata)
        if let session = input.session { member("Session", session) }
    }

    /// The members of `RespondToAuthChallenge` and `AdminRespondToAuthChallenge` besides who asks.
    mutating func respond(_ input: RespondToAuthChallengeInput, _ responses: [String: Secret<String>]) {
        member("ChallengeName", input.challengeName.rawValue)
        if input.session.withExposed({ !$0.isEmpty }) { member("Session", input.session) }
        members("ChallengeResponses", responses)
        clientMetadata(input.clientMetadata)
    }

    /// Writes `UserAttributes`, a list of names and values in the order given.
    mutating func userAttributes(_ attributes: [UserAttribute]) {
        key("UserAttributes")
        beginArray()
        for attribute in attributes {
            beginObject()
            member("Name", attribute.name)
            member("Value", attribute.value)
            endObject()
        }
        endArray()
    }

    /// Writes `UserContextData`; nothing when there is none.
    mutating func member(_ name: StaticString, _ context: UserContext?) {
        guard let context, context.ipAddress != nil || context.encodedData != nil else { return }
        key(name)
        beginObject()
        if let address = context.ipAddress { member("IpAddress", address) }
        if let data = context.encodedData { member("EncodedData", data) }
        endObject()
    }

    /// Writes `ContextData`, of which Cognito demands everything but the fingerprint; nothing when there is no address.
    mutating func contextData(_ context: UserContext?) {
        guard let context, let address = context.ipAddress else { return }
        key("ContextData")
        beginObject()
        member("IpAddress", address)
        member("ServerName", context.endpoint.serverName)
        member("ServerPath", context.endpoint.serverPath)
        key("HttpHeaders")
        beginArray()
        endArray()
        if let data = context.encodedData { member("EncodedData", data) }
        endObject()
    }

    /// Writes an object of secret texts, in order of the names.
    private mutating func members(_ name: StaticString, _ members: [String: Secret<String>]) {
        key(name)
        beginObject()
        for (name, value) in members.sorted(by: { $0.key < $1.key }) {
            key(name)
            value.withExposed { string($0) }
        }
        endObject()
    }
}
