// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// Where a service is called.
struct AWSEndpoint: Sendable, Equatable {
    /// `https` or `http`.
    let scheme: String
    /// Host and, where it is not the scheme's own, port: what the `Host` field says.
    private(set) var host: String
    /// The path of an override behind one, without trailing slash; `""` otherwise.
    private(set) var path: String
    /// Whether the environment replaced AWS's own endpoint.
    let isOverride: Bool

    /// The URL without trailing slash.
    var base: String { "\(scheme)://\(host)\(path)" }

    /// The endpoint of `service` in `region`.
    ///
    /// `AWS_ENDPOINT_URL_<SERVICE>` replaces it, else `AWS_ENDPOINT_URL`; an empty variable counts as unset
    /// (<https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html>).
    /// Throws `ConfigurationError` naming the variable whose value is no plain http or https URL.
    init(_ service: AWSService, region: String, environment: [String: String]) throws(ConfigurationError) {
        for variable in ["AWS_ENDPOINT_URL_" + service.variableSuffix, "AWS_ENDPOINT_URL"] {
            guard let value = environment[variable], !value.isEmpty else { continue }
            guard let override = Self(overriding: value) else {
                throw ConfigurationError(
                    "\(variable) has to be an http or https URL without user, query and fragment.", setting: variable)
            }
            self = override
            return
        }
        scheme = "https"
        host = "\(service.hostPrefix).\(region).\(Partition(region: region).dnsSuffix)"
        path = ""
        isOverride = false
    }

    /// This endpoint of Amazon S3 for the objects of one bucket.
    ///
    /// On AWS the bucket is a host of its own, except where dots in its name would leave the certificate's wildcard; behind an override it
    /// is the first segment of the path (<https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html>).
    func ofBucket(_ name: String) -> AWSEndpoint {
        var endpoint = self
        if isOverride || name.utf8.contains(UInt8(ascii: ".")) {
            endpoint.path += "/\(name)"
        } else {
            endpoint.host = "\(name).\(host)"
        }
        return endpoint
    }

    /// The endpoint that `url` names; `nil` when it is no URL that paths can be appended to.
    private init?(overriding url: String) {
        let lowercased = url.lowercased()
        guard let scheme = ["https", "http"].first(where: { lowercased.hasPrefix($0 + "://") }) else { return nil }
        var rest = url.utf8.dropFirst(scheme.utf8.count + 3)
        while rest.last == UInt8(ascii: "/") { rest.removeLast() }
        let isPlain = rest.allSatisfy { byte in
            byte > 0x20 && byte < 0x7F && !#"?#@\"<>^`{|}"#.utf8.contains(byte)
        }
        guard isPlain, let first = rest.first, first != UInt8(ascii: "/"), first != UInt8(ascii: ":") else {
            return nil
        }
        let text = String(decoding: rest, as: UTF8.self)
        let hostEnd = text.firstIndex(of: "/") ?? text.endIndex
        let defaultPort = scheme == "https" ? ":443" : ":80"
        let host = text[..<hostEnd]
        self.scheme = scheme
        self.host = String(host.hasSuffix(defaultPort) ? host.dropLast(defaultPort.count) : host)
        path = String(text[hostEnd...])
        isOverride = true
    }
}
