// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// The header lines of an event of payload 1.0 or a load balancer, in document order, names in lower case.
struct EventHeaders {
    private(set) var list: [BlocksRequest.Header] = []
    /// How many lines are looked through one by one.
    private static let fewLines = 32
    private var cookies: String?

    /// All cookies joined with `; `, as one `Cookie` line would carry them; `nil` when there are none.
    var joinedCookies: String? { cookies }

    /// Every value in `multiValueHeaders`, and those in `headers` whose name is not there.
    init(_ root: JSONView) throws(LambdaError) {
        try addMultipleValues(root)
        try addSingleValues(root)
    }

    /// Adds every value in `multiValueHeaders`.
    private mutating func addMultipleValues(_ root: JSONView) throws(LambdaError) {
        guard let headers = try root.object("multiValueHeaders") else { return }
        var members = headers.members
        while let (key, values) = members.nextViews() {
            if values.isNull { continue }
            guard values.kind == .array else { throw .wrongType("multiValueHeaders", "made of arrays") }
            let name = FieldName.lowercased(key.string ?? "")
            for value in values.elements { add(name, try value.textItem(of: "multiValueHeaders")) }
        }
    }

    /// Adds the values in `headers` whose name no line has yet.
    ///
    /// In payload 1.0 they are the last ones of `multiValueHeaders`, or the only ones; in 2.0 repeated lines are joined with
    /// commas.
    private mutating func addSingleValues(_ root: JSONView) throws(LambdaError) {
        guard let headers = try root.object("headers") else { return }
        let earlier = list.count
        list.reserveCapacity(earlier + headers.count)
        // A look through a handful of lines costs less than a set; through thousands, the square of them.
        let names = earlier > Self.fewLines ? Set(list.lazy.map(\.name)) : nil
        var members = headers.members
        while let (key, value) = members.nextViews() {
            if value.isNull { continue }
            let name = FieldName.lowercased(key.string ?? "")
            if let names {
                if names.contains(name) { continue }
            } else if earlier > 0, list[..<earlier].contains(where: { $0.name == name }) {
                continue
            }
            add(name, try value.textItem(of: "headers"))
        }
    }

    private mutating func add(_ name: String, _ value: String) {
        list.append(BlocksRequest.Header(name: name, value: value))
        guard name == "cookie" else { return }
        guard cookies != nil else { return cookies = value }
        cookies?.append("; ")
        cookies?.append(value)
    }
}

/// Cookies are among them.
extension EventHeaders: Withheld {}
