// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore

/// The text of a request as the SigV4 suites write it: request line, fields, an empty line, body.
struct SigV4Case {
    var request: SigV4Request

    /// Reads the request; a line that begins with white space continues the field before (RFC 9112 §5.2, obsolete).
    init?(_ text: String) {
        let parts = text.split(separator: "\n\n", maxSplits: 1, omittingEmptySubsequences: false)
        var lines = parts[0].split(separator: "\n", omittingEmptySubsequences: false)[...]
        // The target may hold spaces: it is all between the first one and the last.
        guard let first = lines.popFirst(), let open = first.firstIndex(of: " "), let close = first.lastIndex(of: " "),
            open < close
        else { return nil }
        let target = first[first.index(after: open)..<close]
        let query = target.firstIndex(of: "?")

        var headers: [(name: String, value: String)] = []
        for line in lines where !line.isEmpty {
            if line.first?.isWhitespace == true, let last = headers.indices.last {
                headers[last].value += "\n" + line
            } else {
                guard let colon = line.firstIndex(of: ":") else { return nil }
                headers.append((String(line[..<colon]), String(line[line.index(after: colon)...])))
            }
        }
        guard let host = headers.firstIndex(where: { $0.name.lowercased() == "host" }) else { return nil }
        request = SigV4Request(
            method: String(first[..<open]), host: headers.remove(at: host).value,
            path: String(target[..<(query ?? target.endIndex)]),
            query: query.map { String(target[target.index(after: $0)...]) } ?? "", headers: headers,
            payload: parts.count > 1 ? Array(parts[1].utf8) : [])
    }

    /// The fields, `Host` included, in lower case and in order, trimmed: what the suites may write differently.
    static func fields(_ request: SigV4Request, adding added: [(name: String, value: String)] = []) -> [String] {
        let names = Set(added.map { $0.name.lowercased() })
        let kept = request.headers.filter { !names.contains($0.name.lowercased()) }
        return ([("host", request.host)] + kept + added)
            .map { "\($0.0.lowercased()):\($0.1.split(whereSeparator: \.isWhitespace).joined(separator: " "))" }
            .sorted()
    }
}

extension AWSCredentials {
    /// Credentials as tests write them.
    init(_ id: String, _ secret: String, token: String? = nil) {
        self.init(accessKeyID: id, secretAccessKey: Secret(secret), sessionToken: token.map { Secret($0) })
    }

    /// Those of AWS's examples.
    static let example = AWSCredentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
}

extension Timestamp {
    /// The instant of AWS's examples, 2015-08-30T12:36:00Z.
    static let example = Timestamp(seconds: 1_440_938_160)
}
