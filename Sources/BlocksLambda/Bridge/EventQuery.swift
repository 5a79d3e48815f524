// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// The query of a payload 1.0 event, which holds it decoded: percent-encoded again, in document order.
enum EventQuery {
    /// All values of `multiValueQueryStringParameters`, else those of `queryStringParameters`; empty when there are none.
    static func raw(_ root: JSONView) throws(LambdaError) -> String {
        var query: [UInt8] = []
        if let parameters = try root.object("multiValueQueryStringParameters") {
            for (name, values) in parameters.members where !values.isNull {
                guard values.kind == .array else {
                    throw .wrongType("multiValueQueryStringParameters", "made of arrays")
                }
                for value in values.elements {
                    append(name, try value.textItem(of: "multiValueQueryStringParameters"), to: &query)
                }
            }
        } else if let parameters = try root.object("queryStringParameters") {
            for (name, value) in parameters.members where !value.isNull {
                append(name, try value.textItem(of: "queryStringParameters"), to: &query)
            }
        }
        return String(decoding: query, as: UTF8.self)
    }

    private static func append(_ name: String, _ value: String, to query: inout [UInt8]) {
        if !query.isEmpty { query.append(UInt8(ascii: "&")) }
        encode(name, to: &query)
        query.append(UInt8(ascii: "="))
        encode(value, to: &query)
    }

    /// Keeps the unreserved characters (RFC 3986 §2.3) and encodes every other byte.
    private static func encode(_ text: String, to query: inout [UInt8]) {
        let digits: StaticString = "0123456789ABCDEF"
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                query.append(byte)
            default:
                query.append(UInt8(ascii: "%"))
                digits.withUTF8Buffer { digits in
                    query.append(digits[Int(byte >> 4)])
                    query.append(digits[Int(byte & 15)])
                }
            }
        }
    }
}
