// SPDX-License-Identifier: Apache-2.0

import BlocksCore

extension DirectEvent {
    /// Recognises a direct invocation by a `source` that begins with `blocks.`; `nil` for anything else.
    ///
    /// Throws `malformedEvent` when what is asked is no text.
    init?(_ root: JSONView) throws(LambdaError) {
        guard let source = root["source"]?.string, source.utf8.starts(with: "blocks.".utf8) else { return nil }
        let name: String
        if let job = try root.text("jobName") {
            name = job
        } else {
            name = try root.text("id") ?? source
        }
        self.init(source: source, name: name, input: root["payload"] ?? root)
    }
}
