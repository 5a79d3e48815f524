// SPDX-License-Identifier: Apache-2.0

/// The absolute URL a request was made to, as far as its headers can be believed.
///
/// Good for building links back to the caller; never a proof of who is asked, as a client may send any `Host`.
public struct RequestURL: Sendable, Hashable, CustomStringConvertible {
    /// Which header the authority was taken from.
    public enum Source: Sendable, Hashable {
        /// `X-Forwarded-Host`, which is believed only where it names this very machine: a developer's front door.
        case forwardedLoopback
        /// `Host`.
        case host
        /// None was usable, and the authority is `localhost`.
        case none
    }

    /// `http` or `https`.
    public let scheme: String
    /// Host and, if one was given, port.
    public let authority: String
    /// Where the authority comes from.
    public let authoritySource: Source
    /// The path, undecoded, with the stage before it unless the authority is a developer's front door.
    public let path: String
    /// The query, undecoded and without `?`; empty when there is none.
    public let rawQuery: String

    /// The URL of a request with the given headers.
    ///
    /// - Parameters:
    ///   - forwardedHost: `X-Forwarded-Host`; believed if its host is `localhost`, `127.0.0.1` or `[::1]`, ignored otherwise.
    ///   - forwardedProto: `X-Forwarded-Proto`; anything but `http` counts as `https`.
    ///   - host: `Host`; one that is absent, or holds what no authority can, counts as `localhost`.
    ///   - path: the undecoded path, without a stage.
    ///   - stagePrefix: the stage with a slash before it, such as `/prod`; `nil` or empty if there is none.
    ///   - rawQuery: the undecoded query without `?`.
    public init(
        forwardedHost: String?, forwardedProto: String?, host: String?, path: String, stagePrefix: String?,
        rawQuery: String
    ) {
        self.rawQuery = rawQuery
        if let forwardedHost, Self.isLoopback(forwardedHost) {
            (scheme, authority, authoritySource) = ("http", forwardedHost, .forwardedLoopback)
            self.path = path
        } else {
            scheme = forwardedProto?.lowercased() == "http" ? "http" : "https"
            let usable = host.flatMap { Self.isAuthority($0) ? $0 : nil }
            authority = usable ?? "localhost"
            authoritySource = usable == nil ? .none : .host
            self.path = (stagePrefix ?? "") + path
        }
    }

    /// Names and values of the query in order, decoded as a form's (WHATWG URL §5.1); duplicates are kept.
    public var queryItems: [(name: String, value: String)] {
        rawQuery.split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (PercentEncoding.decodeForm(parts[0]), parts.count > 1 ? PercentEncoding.decodeForm(parts[1]) : "")
        }
    }

    /// The URL as text.
    public var description: String {
        "\(scheme)://\(authority)\(path)" + (rawQuery.isEmpty ? "" : "?\(rawQuery)")
    }

    /// Whether `text` is a loopback host with or without a port, and nothing more: neither user nor path.
    private static func isLoopback(_ text: String) -> Bool {
        let lowercased = text.lowercased()
        for host in ["localhost", "127.0.0.1", "[::1]"] where lowercased.hasPrefix(host) {
            let port = lowercased.dropFirst(host.count)
            if port.isEmpty { return true }
            guard port.first == ":", port.dropFirst().utf8.allSatisfy(ByteSet.digits.contains) else { return false }
            return port.count == 1 || UInt16(port.dropFirst()) != nil
        }
        return false
    }

    private static func isAuthority(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { ByteSet.wordCharacters.contains($0) || ".-:[]".utf8.contains($0) }
    }
}

extension BlocksRequest {
    /// The absolute URL of the request; built on each call.
    public var url: RequestURL {
        RequestURL(
            forwardedHost: header("x-forwarded-host"), forwardedProto: header("x-forwarded-proto"),
            host: header("host"), path: path, stagePrefix: stagePrefix, rawQuery: rawQuery)
    }
}
