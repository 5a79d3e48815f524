// SPDX-License-Identifier: Apache-2.0

import BlocksHTTP
import Glibc

/// One socket address of the Runtime API.
struct RuntimeEndpoint {
    let family: Int32
    private let storage: [UInt8]

    private init(_ address: UnsafeRawBufferPointer, family: Int32) {
        self.family = family
        storage = Array(address)
    }

    /// Connects `descriptor`; -1 with `errno` when that fails or goes on.
    func connect(_ descriptor: Int32) -> Int32 {
        storage.withUnsafeBytes { bytes in
            bytes.withMemoryRebound(to: sockaddr.self) { address in
                Glibc.connect(descriptor, address.baseAddress, socklen_t(bytes.count))
            }
        }
    }

    /// The endpoints of a literal, of `localhost`, or of a name looked up, which blocks: it happens for each connection, so
    /// before the first event and after a connection was lost.
    ///
    /// Throws `connection` when the name is unknown.
    static func resolve(_ address: RuntimeAPIAddress) throws(LambdaError) -> [RuntimeEndpoint] {
        if let literal = literal(address.host == "localhost" ? "127.0.0.1" : address.host, address.port) {
            return [literal]
        }
        NameService.prepare()
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_NUMERICSERV
        var first: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(address.host, String(address.port), &hints, &first)
        defer { if let first { freeaddrinfo(first) } }
        var endpoints: [RuntimeEndpoint] = []
        var next = status == 0 ? first : nil
        while let info = next?.pointee {
            if let found = info.ai_addr {
                let bytes = UnsafeRawBufferPointer(start: found, count: Int(info.ai_addrlen))
                endpoints.append(RuntimeEndpoint(bytes, family: info.ai_family))
            }
            next = info.ai_next
        }
        guard !endpoints.isEmpty else {
            throw LambdaError(
                .connection, "the Runtime API's host name can't be resolved: \(String(cString: gai_strerror(status)))")
        }
        return endpoints
    }

    private static func literal(_ host: String, _ port: UInt16) -> RuntimeEndpoint? {
        var four = sockaddr_in()
        if inet_pton(AF_INET, host, &four.sin_addr) == 1 {
            four.sin_family = sa_family_t(AF_INET)
            four.sin_port = port.bigEndian
            return withUnsafeBytes(of: &four) { RuntimeEndpoint($0, family: AF_INET) }
        }
        var six = sockaddr_in6()
        guard inet_pton(AF_INET6, host, &six.sin6_addr) == 1 else { return nil }
        six.sin6_family = sa_family_t(AF_INET6)
        six.sin6_port = port.bigEndian
        return withUnsafeBytes(of: &six) { RuntimeEndpoint($0, family: AF_INET6) }
    }
}
