// SPDX-License-Identifier: Apache-2.0

import BlocksCore

extension Console {
    /// Prints one line for an exchange.
    func noteExchange(_ request: InboundRequest, _ reply: GatewayReply, _ duration: Duration) {
        note(line(of: request, reply, duration))
    }

    /// Method, path, the JSON-RPC method and error name, status and time; never a parameter, a query or a body (known weakness H20).
    func line(of request: InboundRequest, _ reply: GatewayReply, _ duration: Duration) -> String {
        var parts = [PrettyJSON.printable("\(request.method) \(request.path)")]
        if request.path == "/aws-blocks/api", let call = CallName.of(request.body) {
            parts.append(noteStyle.name(PrettyJSON.printable(call)))
        }
        parts.append(reply.status < 400 ? noteStyle.good(String(reply.status)) : noteStyle.bad(String(reply.status)))
        if let name = reply.json?["error"]?["data"]?["name"]?.string ?? reply.json?["result"]?["errorName"]?.string {
            parts.append(noteStyle.bad(name))
        }
        let milliseconds = duration.components.seconds * 1000 + duration.components.attoseconds / 1_000_000_000_000_000
        parts.append(noteStyle.faint("\(milliseconds) ms"))
        return parts.joined(separator: "  ")
    }
}
