// SPDX-License-Identifier: Apache-2.0

extension BlocksRequest {
    /// The address of the client behind `trustedProxies` proxies of the deployer's own, such as CloudFront; `nil` when it isn't known.
    ///
    /// Each proxy appends to `X-Forwarded-For` the address that it saw, and so does the front door, whose entry is the last one and
    /// must be what it states in the event: what comes before the trusted entries is the client's choice and is not looked at. A header
    /// that is missing, too short or malformed there means the address that the front door saw. A load balancer states none in its event, so
    /// it is a proxy itself: without another before it, `trustedProxies` is 1.
    ///
    /// The count holds for every request, so the front door must take requests from those proxies alone. Decision 0031.
    public func clientAddress(trustedProxies: Int = 0) -> IPAddress? {
        let seen = clientIP.flatMap { IPAddress($0) }
        guard trustedProxies > 0 else { return seen }
        return forwardedAddress(through: trustedProxies, seen) ?? seen
    }

    private func forwardedAddress(through proxies: Int, _ seen: IPAddress?) -> IPAddress? {
        // Several lines are one list (RFC 9110 §5.3); splitting at each comma keeps empty entries, which are no addresses.
        var entries: [Substring] = []
        for line in headerList where line.name == "x-forwarded-for" {
            entries += line.value.split(separator: ",", omittingEmptySubsequences: false)
        }
        if let seen {
            guard let last = entries.popLast(), IPAddress(last) == seen else { return nil }
        } else if clientIP != nil {
            return nil
        }
        guard entries.count >= proxies else { return nil }
        var client: IPAddress?
        for entry in entries.suffix(proxies).reversed() {
            guard let address = IPAddress(entry) else { return nil }
            client = address
        }
        return client
    }
}
