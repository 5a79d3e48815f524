// SPDX-License-Identifier: Apache-2.0

extension PreTokenGeneration {
    /// What is changed in the tokens.
    public struct Response: TriggerResponse {
        /// Changes of the ID token's claims.
        public var idToken = ClaimChanges()
        /// Changes of the access token's claims; version 1 of the event has no place for them.
        public var accessToken = ClaimChanges()
        /// Scopes to add to the access token, without white space; version 1 has no place for them.
        public var scopesToAdd: [String] = []
        /// Scopes to leave out of the access token; version 1 has no place for them.
        public var scopesToSuppress: [String] = []
        /// Groups and roles in place of the user's own, none where they are empty; `nil` to leave them as they are.
        public var groups: GroupConfiguration?

        /// The members, of which an event has one or the other.
        public static let members: [StaticString] = ["claimsOverrideDetails", "claimsAndScopeOverrideDetails"]

        /// No change.
        public init() {}

        /// Reads the members.
        public init(_ members: TriggerMembers) throws(TriggerError) {
            let first = try members.object("claimsOverrideDetails")
            let second = try members.object("claimsAndScopeOverrideDetails")
            let access = try second.object("accessTokenGeneration")
            idToken = try ClaimChanges(second.isPresent ? second.object("idTokenGeneration") : first)
            accessToken = try ClaimChanges(access)
            scopesToAdd = try access.list("scopesToAdd") ?? []
            scopesToSuppress = try access.list("scopesToSuppress") ?? []
            let groups = try (second.isPresent ? second : first).object("groupOverrideDetails")
            self.groups = groups.isPresent ? try GroupConfiguration(groups) : nil
        }

        /// Writes the member that the event's version has.
        ///
        /// Throws `unsuitableResponse` where an event of version 1 would have to carry changes of the access token, or claims other than
        /// texts: Cognito would not apply them, and the application believe it did.
        public func write(to writer: inout JSONWriter, answering event: UserPoolEvent) throws(TriggerError) {
            guard !event.isTokenVersion1 else { return try writeVersion1(to: &writer) }
            writer.key("claimsAndScopeOverrideDetails")
            writer.beginObject()
            writer.key("idTokenGeneration")
            writer.beginObject()
            idToken.write(to: &writer)
            writer.endObject()
            writer.key("accessTokenGeneration")
            writer.beginObject()
            accessToken.write(to: &writer)
            writer.member("scopesToAdd", scopesToAdd)
            writer.member("scopesToSuppress", scopesToSuppress)
            writer.endObject()
            groups?.write(to: &writer)
            writer.endObject()
        }

        private func writeVersion1(to writer: inout JSONWriter) throws(TriggerError) {
            guard accessToken.isEmpty, scopesToAdd.isEmpty, scopesToSuppress.isEmpty,
                idToken.claims.values.allSatisfy({ $0.string != nil })
            else {
                throw TriggerError(
                    .unsuitableResponse,
                    "the pool sends version 1 of this trigger's event, which changes texts in the ID token only")
            }
            writer.key("claimsOverrideDetails")
            writer.beginObject()
            idToken.write(to: &writer)
            groups?.write(to: &writer)
            writer.endObject()
        }
    }
}

extension UserPoolEvent {
    /// Whether the event takes changes of the ID token only: it says version 1, and nothing of scopes.
    fileprivate var isTokenVersion1: Bool {
        root["version"]?.stringEquals("1") != false && request["scopes"] == nil
    }
}

extension PreTokenGeneration.ClaimChanges {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.key("claimsToAddOrOverride")
        writer.beginObject()
        for (name, value) in claims.sorted(by: { $0.key < $1.key }) {
            writer.key(name)
            writer.value(value)
        }
        writer.endObject()
        writer.member("claimsToSuppress", suppressed)
    }
}

extension PreTokenGeneration.GroupConfiguration {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.key("groupOverrideDetails")
        writer.beginObject()
        writer.member("groupsToOverride", groups)
        writer.member("iamRolesToOverride", roles)
        writer.member("preferredRole", preferredRole)
        writer.endObject()
    }
}
