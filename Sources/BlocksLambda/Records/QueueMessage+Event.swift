// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksCrypto

/// Records of SQS.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html>
extension RecordBatch {
    static func queueMessage(_ view: JSONView) -> ReceivedRecord {
        let arn = view["eventSourceARN"]?.string
        let source = ResourceName.key(.queue, arn)
        let id = identifier(view, "messageId")
        let content = content(source) { (queue) throws(LambdaError) in
            guard let id else { throw .missing("messageId") }
            guard let body = try view.text("body") else { throw .missing("body") }
            let message = QueueMessage(
                id: id, queue: queue, body: body,
                attributes: try attributes(
                    view, "messageAttributes", type: "dataType", text: "stringValue", bytes: "binaryValue"),
                systemAttributes: try texts(view, "attributes"),
                receiptHandle: try view.text("receiptHandle").map { Secret($0) })
            guard source?.isFIFO != true || message.groupID != nil else { throw .missing("attributes.MessageGroupId") }
            return .queue(message)
        }
        return ReceivedRecord(source: source, id: id, lane: lane(source, arn, view), content: content)
    }

    /// A FIFO queue keeps the order within a group; a standard queue keeps none.
    private static func lane(_ source: RecordKey?, _ arn: String?, _ view: JSONView) -> String? {
        guard let source, source.isFIFO, let arn else { return nil }
        guard let group = view["attributes"]?["MessageGroupId"]?.string else { return nil }
        // A line break is in neither.
        return arn + "\n" + group
    }

    /// What senders attach to messages; the three members are called differently by SQS and SNS.
    static func attributes(
        _ view: JSONView, _ name: StaticString, type: StaticString, text: StaticString, bytes: StaticString
    ) throws(LambdaError) -> [String: MessageAttribute] {
        guard let members = try view.object(name) else { return [:] }
        var attributes: [String: MessageAttribute] = [:]
        for (key, value) in members.members {
            guard let kind = value[type]?.string else { throw .wrongType(name, "made of typed values") }
            if kind == "Binary" || kind.utf8.starts(with: "Binary.".utf8) {
                guard let encoded = value[bytes]?.stringBytes, let decoded = Base64.decode(encoded) else {
                    throw .wrongType(name, "Base64 where it is binary")
                }
                attributes[key] = MessageAttribute(type: kind, text: nil, bytes: decoded)
            } else {
                guard let text = value[text]?.string else { throw .wrongType(name, "made of strings") }
                attributes[key] = MessageAttribute(type: kind, text: text)
            }
        }
        return attributes
    }

    private static func texts(_ view: JSONView, _ name: StaticString) throws(LambdaError) -> [String: String] {
        guard let members = try view.object(name) else { return [:] }
        var texts: [String: String] = [:]
        for (key, value) in members.members { texts[key] = try value.textItem(of: name) }
        return texts
    }
}

extension RecordKey {
    /// Whether it is a queue that keeps an order: its name says so, and no other's may.
    fileprivate var isFIFO: Bool {
        kind == .queue && name.utf8.count > 5 && name.utf8.suffix(5).elementsEqual(".fifo".utf8)
    }
}
