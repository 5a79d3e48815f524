// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// The query of an event that holds it in parameters, in document order.
enum EventQuery {
    /// In what form an event holds the names and values.
    enum Form {
        /// Percent-decoded, as in payload 1.0; they are encoded again.
        case decoded
        /// As the client sent them, as from a load balancer.
        case asReceived
    }

    /// All values of `multiValueQueryStringParameters`, else those of `queryStringParameters`; empty when there are none.
    ///
    /// A parameter without `=` can't be told from one with an empty value, and gets one.
    static func raw(_ root: JSONView, _ form: Form) throws(LambdaError) -> String {
        var query: [UInt8] = []
        if let parameters = try root.object("multiValueQueryStringParameters") {
            for (name, values) in parameters.members where !values.isNull {
                guard values.kind == .array else {
                    throw .wrongType("multiValueQueryStringParameters", "made of arrays")
                }
                for value in values.elements {
                    append(name, try value.textItem(of: "multiValueQueryStringParameters"), form, to: &query)
                }
            }
        } else if let parameters = try root.object("queryStringParameters") {
            for (name, value) in parameters.members where !value.isNull {
                append(name, try value.textItem(of: "queryStringParameters"), form, to: &query)
            }
        }
        return String(decoding: query, as: UTF8.self)
    }

    private static func append(_ name: String, _ value: String, _ form: Form, to query: inout [UInt8]) {
        if !query.isEmpty { query.append(UInt8(ascii: "&")) }
        query += form == .decoded ? PercentEncoding.encode(component: name).utf8 : name.utf8
        query.append(UInt8(ascii: "="))
        query += form == .decoded ? PercentEncoding.encode(component: value).utf8 : value.utf8
    }
}
