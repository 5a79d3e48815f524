// SPDX-License-Identifier: Apache-2.0

import HTTPTypes

/// Routes that every application has behind its own; an own one of the same method and path stands in for one of these.
///
/// On Lambda only the clients' configuration is served: what tells an account's region and stack names to anybody who asks (known
/// weakness H19) is for developers.
enum BuiltInRoutes {
    /// The routes of an application on `platform`.
    static func all(on platform: Platform) -> [RawRoute] {
        guard platform.isLocal else { return [configuration { _ in Configuration(apiUrl: RPC.path) }] }
        return [
            configuration { request in
                let url = request.url
                return Configuration(apiUrl: "\(url.scheme)://\(url.authority)\(RPC.path)", environment: "local")
            },
            redirection("/aws-blocks/resources", to: platform.environment["BB_RESOURCES_GROUP_URL"]) {
                page(
                    "Resources",
                    "Each block keeps its state in <code>.bb-data/{id}/</code>, where {id} is its full id, or in the same "
                        + "place below the folder given as <code>--data</code>.")
            },
            redirection("/aws-blocks/settings", to: platform.environment["BB_SETTINGS_GROUP_URL"]) {
                page(
                    "Settings",
                    "Settings are in <code>.bb-data/settings.json</code>, or in <code>settings.json</code> of the folder "
                        + "given as <code>--data</code>.")
            },
        ]
    }

    /// What a browser client asks for to find the API.
    private struct Configuration: Encodable {
        let apiUrl: String
        var environment: String?
    }

    private static func configuration(_ answer: @escaping @Sendable (BlocksRequest) -> Configuration) -> RawRoute {
        RawRoute(.get, "/.blocks-sandbox/config.json") { context in
            try context.response.setHeader("Cache-Control", "no-store")
            try context.response.send(json: answer(context.request))
        }
    }

    /// Sends a browser on to `url` if there is one, and answers with `page` otherwise.
    private static func redirection(
        _ path: String, to url: String?, page: @escaping @Sendable () -> String
    ) -> RawRoute {
        RawRoute(.get, path) { context in
            if let url, !url.isEmpty {
                context.response.status = 302
                try context.response.setHeader("Location", url)
            } else {
                try context.response.setHeader("Content-Type", "text/html; charset=utf-8")
                try context.response.setHeader("Content-Security-Policy", "default-src 'none'")
                context.response.send(page())
            }
        }
    }

    private static func page(_ title: String, _ text: String) -> String {
        "<!doctype html><html lang=\"en\"><title>\(title)</title><h1>\(title)</h1><p>\(text)</p></html>\n"
    }
}
