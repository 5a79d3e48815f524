// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksLocal
import TestSupport
import Testing

@testable import BlocksAuthCognito

/// Calls that come too early, too late or twice.
struct OutOfOrderTests {
    @Test func `what needs a session refuses everybody without one, alike`() async throws {
        let bed = try StormBed()
        let client = StormBed.Client(bed)
        for (method, params) in [
            ("requireAuth", "[]"), ("requireRole", #"["admins"]"#), ("fetchUserAttributes", "[]"),
            ("updateUserAttributes", #"[{"name":"x"}]"#), ("updateUserAttribute", #"["name","x"]"#),
            ("confirmUserAttribute", #"["email","1"]"#), ("sendUserAttributeVerificationCode", #"["email"]"#),
            ("updatePassword", #"["a","b"]"#), ("deleteUser", "[]"), ("setUpTOTP", "[]"),
            ("verifyTOTPSetup", #"["123456"]"#), ("updateMFAPreference", #"[{"totp":"ENABLED"}]"#),
            ("fetchMFAPreference", "[]"), ("autoSignIn", "[]"), ("startPasskeyRegistration", "[]"),
            ("fetchDevices", "[]"),
            ("rememberDevice", "[]"), ("forgetDevice", #"["k"]"#),
            ("completePasskeyRegistration", #"["{}"]"#), ("listPasskeys", "[]"), ("deletePasskey", #"["aWQ"]"#),
        ] {
            for cookie in [
                nil, "__Host-auth_conformance-auth=", "__Host-auth_conformance-auth=x.y",
                "__Host-auth_conformance-auth=%00%ff;;=",
            ] {
                client.cookies = [:]
                if let cookie { client.cookies["c"] = "1; " + cookie }
                let answer = try await client.call("api." + method, params)
                #expect(answer.outcome == "401 NotAuthenticatedException", "\(method) \(cookie ?? "")")
            }
        }
        for (method, result) in [("checkAuth", JSONValue.bool(false)), ("getCurrentUser", .null), ("signOut", .null)] {
            #expect(try await client.call("api." + method).result == result)
        }
        #expect(try await client.call("authApi.getAuthState").result?["state"]?.string == "signedOut")
    }

    /// A user `bob` who has signed up and confirmed; `alice` has confirmed and is signed in.
    static let table: [(what: String, calls: [(method: String, params: String)], outcome: String)] = [
        ("confirming nobody", [("confirmSignUp", #"["nobody","123456"]"#)], "400 CodeMismatchException retriable"),
        (
            "a code that was never asked for", [("confirmResetPassword", #"["bob","123456","N3wPassw0rd!"]"#)],
            "400 CodeMismatchException retriable"
        ),
        (
            "a new password for nobody", [("confirmResetPassword", #"["nobody","123456","N3wPassw0rd!"]"#)],
            "400 CodeMismatchException retriable"
        ),
        (
            "signing in before confirming",
            [("signUp", #"["eve","Passw0rd!"]"#), ("signIn", #"["eve","Passw0rd!"]"#)],
            "400 UserNotConfirmedException"
        ),
        ("signing up twice", [("signUp", #"["bob","Passw0rd!"]"#)], "409 UsernameExistsException"),
        (
            "an authenticator app's code before there is an app", [("verifyTOTPSetup", #"["123456"]"#)],
            "400 SoftwareTokenMFANotFoundException"
        ),
        (
            "preferring an app that is not set up", [("updateMFAPreference", #"[{"totp":"PREFERRED"}]"#)],
            "400 SoftwareTokenMFANotFoundException"
        ),
        (
            "confirming an address that is not there", [("confirmUserAttribute", #"["phone_number","123456"]"#)],
            "400 InvalidParameterException retriable"
        ),
        (
            "a code for an address that is not there", [("sendUserAttributeVerificationCode", #"["phone_number"]"#)],
            "400 InvalidParameterException retriable"
        ),
        (
            "a code of an address that was not sent", [("confirmUserAttribute", #"["email","123456"]"#)],
            "400 CodeMismatchException retriable"
        ),
        (
            "the wrong old password", [("updatePassword", #"["Wr0ng!pass","N3wPassw0rd!"]"#)],
            "401 NotAuthorizedException"
        ),
        (
            "a session after the account is gone", [("deleteUser", "[]"), ("deleteUser", "[]")],
            "401 NotAuthenticatedException"
        ),
        (
            "a session after signing out", [("signOut", "[]"), ("fetchUserAttributes", "[]")],
            "401 NotAuthenticatedException"
        ),
        (
            "a session after signing out everywhere", [("signOut", #"[{"global":true}]"#), ("requireAuth", "[]")],
            "401 NotAuthenticatedException"
        ),
        ("a role that the user lacks", [("requireRole", #"["admins"]"#)], "403 NotAuthorizedException"),
        ("a group that is not there", [("adminAddUserToGroup", #"["bob","nope"]"#)], "404 ResourceNotFoundException"),
        ("doing it to nobody", [("adminDisableUser", #"["nobody"]"#)], "404 UserNotFoundException"),
        ("creating who exists", [("adminCreateUser", #"["bob"]"#)], "409 UsernameExistsException"),
        ("an answer without a question", [("confirmSignIn", #"["","123456"]"#)], "400 ExpiredCodeException"),
        (
            "a deleted user's session", [("adminDeleteUser", #"["alice"]"#), ("fetchUserAttributes", "[]")],
            "401 NotAuthenticatedException"
        ),
        (
            "a disabled user's session", [("adminDisableUser", #"["alice"]"#), ("fetchUserAttributes", "[]")],
            "401 NotAuthenticatedException"
        ),
        (
            "a revoked user's session", [("adminRevokeUserSessions", #"["alice"]"#), ("fetchUserAttributes", "[]")],
            "401 NotAuthenticatedException"
        ),
    ]

    @Test(arguments: table)
    func `too early, too late or twice`(
        row: (what: String, calls: [(method: String, params: String)], outcome: String)
    ) async throws {
        let bed = try StormBed()
        _ = try await bed.signedIn("bob")
        let client = try await bed.signedIn("alice", #"{"email":"alice@example.com"}"#)
        // The address was confirmed with the account; the second factor that it is then waits for nobody here.
        if client.cookies.isEmpty { try await bed.answerEmailCode(client, "alice") }
        for call in row.calls.dropLast() {
            #expect(try await client.call("api." + call.method, call.params).code == nil)
        }
        let last = try #require(row.calls.last)
        #expect(try await client.call("api." + last.method, last.params).outcome == row.outcome, "\(row.what)")
    }

    @Test func `a code that was used is used`() async throws {
        let bed = try StormBed()
        let client = StormBed.Client(bed)
        _ = try await client.call("api.signUp", #"["bob","Passw0rd!"]"#)
        let code = bed.outbox.newest(for: "bob")?.code ?? ""
        #expect(try await client.call("api.confirmSignUp", #"["bob","\#(code)"]"#).outcome == "ok")
        #expect(
            try await client.call("api.confirmSignUp", #"["bob","\#(code)"]"#).outcome
                == "400 CodeMismatchException retriable")
        _ = try await client.call("api.resetPassword", #"["bob"]"#)
        let reset = bed.outbox.newest(for: "bob")?.code ?? ""
        let params = #"["bob","\#(reset)","N3wPassw0rd!"]"#
        #expect(try await client.call("api.confirmResetPassword", params).outcome == "ok")
        #expect(
            try await client.call("api.confirmResetPassword", params).outcome == "400 CodeMismatchException retriable")
    }
}
