// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import TestSupport
import Testing

@testable import BlocksAuthCognito

/// One call of a public method over JSON-RPC: what it sends to Cognito and what it answers to the client, to the letter.
struct MethodRow: Sendable, CustomTestStringConvertible {
    typealias Call = ScriptedCognito.Call

    /// Calls that come first, as `namespace.method` and its `params`; their cookies are kept.
    typealias Earlier = (method: String, params: String)

    /// `namespace.method`; methods of `AuthCognito` are in `api`, of `auth.admin` too, with `admin` before their names.
    let method: String
    /// The JSON text of `params`; `{session}` stands for the handle that an earlier call gave out.
    let params: String
    /// What came before.
    let earlier: [Earlier]
    /// What Cognito answers from the call on, besides the usual.
    let script: @Sendable (ScriptedCognito) -> Void
    /// What Cognito is asked, keys left out; `{access}` stands for the session's access token.
    let calls: [Call]
    /// The JSON text of `result`; `{session}`, `{id}` and `{access}` stand for the handle and the session's tokens.
    let reply: String
    /// How many cookies the response sets or clears.
    let cookies: Int

    init(
        _ method: String, _ params: String = "[]", after earlier: [Earlier] = [], calls: [Call] = [],
        reply: String = "null", cookies: Int = 0, script: @escaping @Sendable (ScriptedCognito) -> Void = { _ in }
    ) {
        self.method = method.contains(".") ? method : "api." + method
        self.params = params
        self.earlier = earlier
        self.calls = calls
        self.reply = reply
        self.cookies = cookies
        self.script = script
    }

    var testDescription: String { "\(method)\(params)" }

    /// The sign-in that most methods need before them.
    static let signedIn: [Earlier] = [("api.signIn", #"["alice","pw"]"#)]

    /// `CognitoUser` of the tests.
    static let alice =
        #"{"userId":"alice","username":"alice","userSub":"sub-alice","groups":["admins"],"#
        + #""attributes":{"email_verified":"true","email":"alice@example.com","name":"Mark 1"}}"#
}
