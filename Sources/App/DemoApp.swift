// SPDX-License-Identifier: Apache-2.0

import BlocksAuthCognito
public import BlocksCore
import BlocksStore
import HTTPTypes

/// The user pool's names: a typo in one of them does not compile.
enum Pool: UserPoolSchema {
    enum Group: String, UserPoolGroup { case admins, readers }
}

/// The application of this package's examples: accounts, a greeting, and notes that only their owner sees.
public struct DemoApp: BlocksApp {
    /// Declares the application; runs once, at start, and reports every mistake there.
    public static func build(_ app: AppBuilder) throws {
        let scope = app.scope("my-app")
        let demo = DemoOptions(app.platform)
        let auth = try AuthCognito<Pool>(scope, "auth", options: try demo.auth())
        let notes = try NoteStore(scope, "notes")

        app.export(
            "api",
            ApiNamespace(scope, "api") {
                Method("getProfile") { context in
                    let user = try await auth.requireAuth(context)
                    return Profile(username: user.username, groups: user.groups)
                }
                Method("adminOnly") { context in
                    let user = try await auth.requireRole(context, .admins)
                    return Greeting(message: "Welcome, \(user.username)")
                }
                Method("greet", "name") { (_, name: String) in
                    Greeting(message: "Hello, \(name)!")
                }
                Method("listSessions") { context in try await auth.listSessions(context) }
                Method("endSession", "id") { (context, id: String) in try await auth.endSession(context, id) }
                Method("changePassword", "old", "new") { (context, old: String, new: String) in
                    try await auth.updatePassword(context, old, new)
                }
                Method("addNote", "text") { (context, text: String) in
                    let user = try await auth.requireAuth(context)
                    return try await notes.add(text, for: user.userSub)
                }
                Method("listNotes") { context in
                    let user = try await auth.requireAuth(context)
                    return try await notes.all(of: user.userSub)
                }
                Method("deleteNote", "id") { (context, id: Int) in
                    let user = try await auth.requireAuth(context)
                    try await notes.delete(id, of: user.userSub)
                }
            })
        app.export("authApi", auth.createApi())
        if demo.signsInByCode { try EmailCodeSignIn(app.platform).register(in: app) }
        if demo.handlesEvents { EventSources(auth: auth).register(in: app) }
        if demo.offersInvitations {
            app.export(
                "invitations",
                ApiNamespace(scope, "invitations") {
                    Method("invite", "username", "password") { (_, username: String, password: String) in
                        _ = try await auth.admin.createUser(
                            username, .init(temporaryPassword: Secret(password), suppressInvite: true))
                    }
                })
        }
        app.route(
            RawRoute(.get, "/health") { context in
                try context.response.setHeader("Content-Type", "text/plain; charset=utf-8")
                context.response.send("ok")
            })
        app.route(
            RawRoute(streaming: .get, "/countdown/{from}") { context, body in
                guard let from = context.parameters["from"].flatMap({ Int($0) }), (1...1_000).contains(from) else {
                    throw ApiError("Count down from 1 to 1000.", status: 400, name: "InvalidCountdown")
                }
                try context.response.setHeader("Content-Type", "text/plain; charset=utf-8")
                for number in (1...from).reversed() { try await body.write("\(number)\n") }
            })
    }
}

/// The answer of `getProfile`.
struct Profile: Encodable {
    let username: String
    let groups: [String]
}

/// The answer of `greet` and `adminOnly`.
struct Greeting: Encodable {
    let message: String
}
