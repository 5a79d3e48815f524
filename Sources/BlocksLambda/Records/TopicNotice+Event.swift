// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// Records of SNS.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html>
extension RecordBatch {
    static func topicNotice(_ view: JSONView) -> ReceivedRecord {
        let notice = view["Sns"]
        let source = ResourceName.key(.topic, notice?["TopicArn"]?.string)
        let id = identifier(notice, "MessageId")
        let content = content(source) { (topic) throws(LambdaError) in
            guard let notice else { throw .missing("Sns") }
            guard let id else { throw .missing("MessageId") }
            guard let message = try notice.text("Message") else { throw .missing("Message") }
            return .topic(
                TopicNotice(
                    id: id, topic: topic, subject: try notice.text("Subject"), message: message,
                    attributes: try attributes(
                        notice, "MessageAttributes", type: "Type", text: "Value", bytes: "Value"),
                    publishedAt: try notice.text("Timestamp")))
        }
        return ReceivedRecord(source: source, id: id, content: content)
    }
}
