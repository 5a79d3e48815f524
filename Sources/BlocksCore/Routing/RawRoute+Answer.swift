// SPDX-License-Identifier: Apache-2.0

import HTTPTypes

extension RawRoute {
    /// Runs the handler and turns what it left in the context into the answer; cookies survive an error.
    ///
    /// When the answer has gone through `stream`, nothing of what is returned is of use.
    func respond(
        to context: BlocksContext, headers: [BlocksReply.Header], through stream: (any ReplyStream)?
    ) async -> BlocksReply {
        var collected: [UInt8] = []
        do {
            switch handler {
            case .whole(let handler): try await handler(context)
            case .streaming(let handler):
                let body = BodyWriter(context, headers: headers, stream: stream)
                try await handler(context, body)
                collected = body.collected
            }
        } catch {
            stream?.breakOff()
            let refusal = ErrorReport.clientError(for: error, in: context, operation: "\(method.rawValue) \(path)")
            return .error(refusal, keeping: context.response.snapshot(), headers: headers)
        }
        let draft = context.response.snapshot()
        let body: [UInt8] =
            switch draft.body {
            // Pieces win, as they do where they have gone already.
            case .text(let bytes), .json(let bytes): collected.isEmpty ? bytes : collected
            case nil: collected
            }
        return BlocksReply(draft, status: draft.status ?? 200, headers: headers, body: body)
    }
}
