// SPDX-License-Identifier: Apache-2.0

/// Writes JSON-RPC answers.
enum RPCResponse {
    /// `{"jsonrpc":"2.0","result":…,"id":…}`; `result` and `id` are JSON texts.
    static func success(_ result: [UInt8], id: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(result.count + id.count + 40)
        bytes.append(contentsOf: #"{"jsonrpc":"2.0","result":"#.utf8)
        bytes.append(contentsOf: result)
        bytes.append(contentsOf: #","id":"#.utf8)
        bytes.append(contentsOf: id)
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }

    /// `{"jsonrpc":"2.0","error":{"code","message","data"?},"id":…}`; `data` is left out when it would be empty.
    static func failure(_ error: RPCError, id: ArraySlice<UInt8>) -> [UInt8] {
        var writer = JSONWriter(reserving: 160)
        writer.beginObject()
        writer.key("jsonrpc")
        writer.string("2.0")
        writer.key("error")
        writer.beginObject()
        writer.key("code")
        writer.int(error.code)
        writer.key("message")
        writer.string(error.message)
        if error.name != nil || error.retriable || error.correlationID != nil {
            writer.key("data")
            writer.beginObject()
            if let name = error.name {
                writer.key("name")
                writer.string(name)
            }
            if error.retriable {
                writer.key("retriable")
                writer.bool(true)
            }
            if let correlationID = error.correlationID {
                writer.key("correlationId")
                writer.string(correlationID)
            }
            writer.endObject()
        }
        writer.endObject()
        writer.key("id")
        writer.raw(id)
        writer.endObject()
        return writer.bytes
    }
}
