// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// What `blocks serve` answers besides the application: a page.
struct DeveloperFiles: Sendable {
    private let namespaces: JSONValue

    init(namespaces: [(name: String, namespace: ApiNamespace)]) {
        var described = JSONObject()
        for (name, namespace) in namespaces {
            var methods = JSONObject()
            for method in namespace.methods { methods[method.name] = .array(method.parameters.map(JSONValue.string)) }
            described[name] = .object(methods)
        }
        self.namespaces = .object(described)
    }

    /// The answer to `request`; `nil` when it is the application's matter.
    func reply(to request: InboundRequest) -> GatewayReply? {
        guard request.path == "/", request.method == "GET" || request.method == "HEAD" else { return nil }
        return page()
    }

    /// The page, under a policy that runs its own script and nothing else.
    private func page() -> GatewayReply {
        let nonce =
            String(UInt64.random(in: .min ... .max), radix: 36) + String(UInt64.random(in: .min ... .max), radix: 36)
        // In a script element only "<" could end the JSON early.
        let methods = String(decoding: namespaces.encoded(), as: UTF8.self).replacing("<", with: "\\u003c")
        let html = String(decoding: PackageResources.index_html, as: UTF8.self)
            .replacing("{nonce}", with: nonce).replacing("{namespaces}", with: methods)
        let policy = [
            "default-src 'none'", "script-src 'nonce-\(nonce)'", "style-src 'nonce-\(nonce)'", "connect-src 'self'",
            "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
        ]
        return GatewayReply(
            status: 200,
            headers: [
                ("content-type", "text/html; charset=utf-8"), ("cache-control", "no-store"),
                ("content-security-policy", policy.joined(separator: "; ")), ("referrer-policy", "no-referrer"),
                ("x-content-type-options", "nosniff"),
            ], body: Array(html.utf8))
    }
}
