// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksLocal
import TestSupport
import Testing

@testable import BlocksTool

/// The tool shows a developer what was asked for, and nothing by accident.
struct PlantedSecretTests {
    @Test func `no textual form of cookies, requests, replies or placeholders shows what is in them`() throws {
        let mark = "planted-in-tool-0001"
        var jar = CookieJar()
        let cookie = try #require(ReceivedCookie("auth=\(mark); HttpOnly"))
        jar.receive(cookie)
        for value in [
            cookie, jar, GatewayReply(status: 200, headers: [("a", mark)], cookies: [mark], body: Array(mark.utf8)),
            InboundRequest(method: "POST", path: "/", headers: [("cookie", mark)], body: Array(mark.utf8)),
            Placeholders(code: { _ in mark }, jar: jar, body: .string(mark), captures: ["secret": mark]),
        ] as [Any] {
            expectNoTrace(of: mark, in: value)
        }
    }
}
