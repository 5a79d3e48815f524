// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksHTTP
import TestSupport
import Testing

@testable import BlocksAWS

@Suite struct CognitoAdminTests {
    private static let pool = UserPoolIdentity(userPoolID: "eu-west-1_X", clientID: "c")

    private func client(_ transport: RecordingTransport) throws -> CognitoAdminClient {
        try CognitoAdminClient(Self.pool, configuration: Surroundings(transport).configuration)
    }

    private func operations(_ transport: RecordingTransport) -> [String] {
        transport.requests.map { $0.header("x-amz-target")?.split(separator: ".").last.map(String.init) ?? "" }
    }

    @Test func `calls are signed for the pool's region`() async throws {
        let transport = RecordingTransport(.json("{}"))
        try await client(transport).adminDeleteUser(username: "alice")
        let request = try #require(transport.requests.first)
        #expect(request.url == "https://cognito-idp.eu-west-1.amazonaws.com/")
        #expect(request.header("authorization")?.contains("/eu-west-1/cognito-idp/aws4_request") == true)
    }

    @Test func `each call carries what the API names`() async throws {
        let transport = RecordingTransport(
            .json("{}"), .json("{}"), .json("{}"), .json("{}"), .json("{}"), .json("{}"), .json("{}"))
        let client = try client(transport)
        try await client.adminAddUserToGroup(username: "u", groupName: "g")
        try await client.adminRemoveUserFromGroup(username: "u", groupName: "g")
        try await client.adminDisableUser(username: "u")
        try await client.adminEnableUser(username: "u")
        try await client.adminResetUserPassword(username: "u")
        try await client.adminSetUserPassword(username: "u", password: Secret("p"), permanent: true)
        try await client.adminUserGlobalSignOut(username: "u")
        let user = #"{"UserPoolId":"eu-west-1_X","Username":"u""#
        #expect(
            transport.bodies == [
                user + #","GroupName":"g"}"#, user + #","GroupName":"g"}"#, user + "}", user + "}", user + "}",
                user + #","Password":"p","Permanent":true}"#, user + "}",
            ])
        #expect(
            operations(transport) == [
                "AdminAddUserToGroup", "AdminRemoveUserFromGroup", "AdminDisableUser", "AdminEnableUser",
                "AdminResetUserPassword", "AdminSetUserPassword", "AdminUserGlobalSignOut",
            ])
    }

    @Test func `users are created with what is given only`() async throws {
        let transport = RecordingTransport(
            .json(#"{"User":{"Username":"u","Enabled":true,"Attributes":[{"Name":"sub","Value":"s"}]}}"#), .json("{}"))
        let client = try client(transport)
        let made = try await client.adminCreateUser(.init(username: "u"))
        #expect(made.attributes == [.init(name: "sub", value: "s")])
        let bare = try await client.adminCreateUser(
            .init(
                username: "u", temporaryPassword: Secret("t"), attributes: [.init(name: "email", value: "e")],
                suppressInvite: true))
        #expect(bare.username == "u")
        #expect(bare.enabled)
        #expect(
            transport.bodies == [
                #"{"UserPoolId":"eu-west-1_X","Username":"u"}"#,
                #"{"UserPoolId":"eu-west-1_X","Username":"u","TemporaryPassword":"t","#
                    + #""UserAttributes":[{"Name":"email","Value":"e"}],"MessageAction":"SUPPRESS"}"#,
            ])
    }

    @Test func `a user is described by name`() async throws {
        let transport = RecordingTransport(
            .json(
                #"{"Username":"u","Enabled":false,"UserAttributes":[{"Name":"sub","Value":"s"}],"UserStatus":"CONFIRMED"}"#
            ),
            .awsError("UserNotFoundException"))
        let client = try client(transport)
        let user = try await client.adminGetUser(username: "u")
        #expect(user.username == "u" && !user.enabled)
        #expect(user.attributes == [.init(name: "sub", value: "s")])
        let error = await #expect(throws: AWSError.self) { try await client.adminGetUser(username: "u") }
        #expect(error?.name == "UserNotFoundException")
        let body = #"{"UserPoolId":"eu-west-1_X","Username":"u"}"#
        #expect(transport.bodies == [body, body])
        #expect(operations(transport) == ["AdminGetUser", "AdminGetUser"])
    }

    @Test func `lists follow every page`() async throws {
        let transport = RecordingTransport(
            .json(#"{"Groups":[{"GroupName":"a"},{}],"NextToken":"n"}"#), .json(#"{"Groups":[{"GroupName":"b"}]}"#),
            .json(#"{"Users":[{"Username":"u","Enabled":false}],"PaginationToken":"n"}"#), .json("{}"),
            .json(#"{"Users":[{"Username":"u"}]}"#))
        let client = try client(transport)
        #expect(try await client.adminListGroupsForUser(username: "u") == ["a", "b"])
        let filter = try #require(UserFilter(attribute: "email", match: .startsWith, value: #"a"\"#))
        let page = try await client.listUsers(.init(filter: filter))
        #expect(page.users.map(\.enabled) == [false])
        let last = try await client.listUsers(.init(filter: filter, paginationToken: page.paginationToken))
        #expect(last.users.isEmpty && last.paginationToken == nil)
        #expect(try await client.listUsersInGroup("g").map(\.username) == ["u"])
        let list = #"{"UserPoolId":"eu-west-1_X","Limit":60,"Filter":"email ^= \"a\\\"\\\\\"""#
        #expect(
            transport.bodies == [
                #"{"UserPoolId":"eu-west-1_X","Username":"u"}"#,
                #"{"UserPoolId":"eu-west-1_X","Username":"u","NextToken":"n"}"#,
                list + "}", list + #","PaginationToken":"n"}"#, #"{"UserPoolId":"eu-west-1_X","GroupName":"g"}"#,
            ])
    }
}
