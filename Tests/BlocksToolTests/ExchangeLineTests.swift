// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import BlocksTool

/// Known weakness H20: what `blocks serve` prints of an exchange, whose parameters are passwords and codes.
struct ExchangeLineTests {
    private let console = Console(environment: ["NO_COLOR": "1"])

    private func line(_ body: String, path: String = "/aws-blocks/api", reply: String = "{}") -> String {
        console.line(
            of: InboundRequest(
                method: "POST", path: path, query: "token=planted", headers: [("Cookie", "auth=planted")],
                body: Array(body.utf8)),
            GatewayReply(status: 200, headers: [], cookies: ["auth=planted"], body: Array(reply.utf8)),
            .milliseconds(7))
    }

    @Test(arguments: [
        (#"{"jsonrpc":"2.0","method":"api.signIn","params":["alice","planted"],"id":1}"#, "api.signIn"),
        (#"{"jsonrpc":"2.0","method":"api.signIn","params":{"password":"planted"},"id":1}"#, "api.signIn"),
        (
            #"{"jsonrpc":"2.0","method":"authApi.setAuthState","params":[{"action":"signIn","password":"planted"}]}"#,
            "authApi.setAuthState signIn"
        ),
        (#"{"jsonrpc":"2.0","method":"authApi.setAuthState","params":"planted"}"#, "authApi.setAuthState"),
    ])
    func `a call is named, and none of its parameters shown`(body: String, name: String) {
        #expect(line(body) == "POST /aws-blocks/api  \(name)  200  7 ms")
    }

    @Test(arguments: ["planted", #"{"password":"planted""#, #"["planted"]"#, #"{"method":7,"params":["planted"]}"#, ""])
    func `nothing is shown of a body that is no call`(body: String) {
        #expect(line(body) == "POST /aws-blocks/api  200  7 ms")
        #expect(line(body, path: "/upload") == "POST /upload  200  7 ms")
    }

    @Test func `of a reply only the name of its error is shown`() {
        let reply = #"{"error":{"code":401,"message":"planted","data":{"name":"NotAuthorizedException"}}}"#
        #expect(line("", reply: reply) == "POST /aws-blocks/api  200  NotAuthorizedException  7 ms")
        #expect(line("", reply: #"{"result":{"session":"planted"}}"#) == "POST /aws-blocks/api  200  7 ms")
    }

    @Test func `no text of a request begins another line`() {
        let line = line(#"{"method":"a\nGET /x  200"}"#, path: "/a\r\n")
        #expect(!line.contains("\n") && !line.contains("\r"))
    }
}
