// SPDX-License-Identifier: Apache-2.0

import BlocksAuthCognito
import BlocksCore
import BlocksLocal
import HTTPTypes

/// The application under test: the implemented methods of AuthCognito under their own names, and two routes for the runner.
struct ConformanceApp {
    let options: AuthCognitoOptions<OpenPool>
    let clock: MovableClock
    let outbox: CodeOutbox

    /// Declares the application.
    func build(_ app: AppBuilder) throws {
        let scope = app.scope("conformance")
        let auth = try AuthCognito<OpenPool>(scope, "auth", options: options)
        app.export(
            "api",
            ApiNamespace(scope, "api") {
                Self.signUpMethods(auth)
                Self.signInMethods(auth)
                Self.sessionMethods(auth)
                Self.accountMethods(auth)
                Self.factorMethods(auth)
                Self.deviceMethods(auth)
                Self.passkeyMethods(auth)
                Self.groupMethods(auth)
                Self.lifecycleMethods(auth)
            })
        app.export("authApi", auth.createApi())
        app.route(
            RawRoute(.get, "/__last-code") { context in
                guard let code = outbox.last() else { throw ApiError("No code has been issued yet.", status: 404) }
                try context.response.send(
                    json: ["username": code.username, "code": code.code, "purpose": code.purpose.rawValue])
            })
        app.route(
            RawRoute(.post, "/__clock") { context in
                guard let seconds = try context.request.json()["advanceSeconds"]?.int else {
                    throw ApiError("advanceSeconds is a whole number.", status: 400)
                }
                try context.response.send(json: ["offsetSeconds": clock.advance(seconds)])
            })
    }
}
