// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksHTTP
import TestSupport
import Testing

@testable import BlocksLambda

/// Triggers through the runtime's loop: what Lambda is told, and so Cognito.
@Suite struct TriggerLoopTests {
    @Test func `a refused trigger is an error with the application's words, and the next one is answered`() async throws
    {
        let fixture = try TriggerFixture()
        let api = try ScriptedRuntimeAPI { request in
            switch request.index {
            case 0: .event("a", TriggerFixture.signUp("refuse"))
            case 2: .event("b", TriggerFixture.signUp("fail"))
            case 4: .event("c", TriggerFixture.signUp("ann"))
            case 6: .status(500)
            default: .accepted
            }
        }
        defer { api.stop() }
        let start = LambdaStart(arguments: [], environment: [:], logger: fixture.log.logger) { _ in fixture.handler }
        let address = try RuntimeAPIAddress(parsing: api.address)
        _ = await withTaskExecutorPreference(fixture.loop) {
            await LambdaRuntime.serve(address, start, InFlight(slots: 1), on: fixture.loop)
        }
        let requests = api.requests
        #expect(requests.map(\.call) == ["next", "error", "next", "error", "next", "response", "next"])
        for (index, type, message) in [
            (1, "Function.TriggerRefused", "Not on the list"),
            (3, "Function.TriggerFailed", "the handler of the trigger failed"),
        ] {
            #expect(requests[index].fields["lambda-runtime-function-error-type"] == type)
            let told = try JSONValue(parsing: requests[index].body)
            #expect(told["errorMessage"]?.string == message && told["errorType"]?.string == type)
        }
        let reply = try JSONValue(parsing: requests[5].body)
        #expect(reply["userName"] == "ann" && reply["response"]?["autoConfirmUser"] == false)
    }
}
