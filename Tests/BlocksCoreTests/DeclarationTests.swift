// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import HTTPTypes
import TestSupport
import Testing

/// Mistakes of a declaration surface at start, all at once.
struct DeclarationTests {
    static func mistake(_ build: (AppBuilder, Scope) throws -> Void) throws -> String {
        let error = try #require(throws: ConfigurationError.self) {
            _ = try AppHarness { app in try build(app, app.scope("my-app")) }
        }
        return error.message
    }

    @Test func `a handler whose parameters don't fit the declared names is reported`() throws {
        let message = try Self.mistake { app, scope in
            app.export("api", ApiNamespace(scope, "api") { Method("greet") { (_, name: String) in name } })
        }
        #expect(
            message == "Namespace 'api': method 'greet' names 0 parameters, but its handler takes 1 after the context")
    }

    @Test func `all mistakes are told together`() throws {
        let message = try Self.mistake { app, scope in
            app.export("a.b", ApiNamespace(scope, "api") { Method("x") { _ in 1 } })
            app.route(RawRoute(.get, "/x") { _ in })
            app.route(RawRoute(.get, "/x/") { _ in })
            _ = app.scope("my_app")
            _ = try scope.claim("auth", kind: "AuthCognito")
            _ = try scope.claim("Auth", kind: "KVStore")
        }
        #expect(message.hasPrefix("The application has 4 mistakes:\n"))
        #expect(message.contains("DuplicateRouteException: GET /x is already registered"))
        #expect(message.contains("KVStore 'my-app-Auth' has the same derived names as AuthCognito 'my-app-auth'"))
    }

    @Test func `two scopes whose ids run together can't hold the same block`() throws {
        let message = try Self.mistake { app, _ in
            _ = try app.scope("a").scope("b-c").claim("x", kind: "KVStore")
            _ = try app.scope("a-b").scope("c").claim("x", kind: "KVStore")
        }
        #expect(message.contains("the same derived names"))
    }

    @Test(arguments: [(false, "my-stack-my-app-v1"), (true, "my-app-v1")])
    func `the stack's name begins a full id on AWS and not locally`(isLocal: Bool, fullID: String) throws {
        _ = try AppHarness(environment: ["BLOCKS_STACK_NAME": "my-stack"], isLocal: isLocal) { app in
            #expect(app.scope("my-app").scope("v1").fullID == fullID)
        }
        #expect(Scope.environmentName("my-stack-My.app") == "MY_STACK_MY_APP")
    }

    @Test func `a platform names the service that it lacks`() throws {
        let message = try Self.mistake { app, _ in _ = try app.platform.service(Int.self) }
        #expect(message.contains("provides no Int"))
    }
}
