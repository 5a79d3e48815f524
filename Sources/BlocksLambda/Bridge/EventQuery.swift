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
        query += PercentEncoding.encode(component: name).utf8
        query.append(UInt8(ascii: "="))
        query += PercentEncoding.encode(component: value).utf8
    }
}
