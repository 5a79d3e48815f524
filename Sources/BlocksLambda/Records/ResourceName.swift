// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// The name of a resource, taken from the fields of its ARN.
///
/// `arn:partition:service:region:account:resource`, where the resource is `NAME` for queues and topics, `stream/NAME…` for Kinesis and
/// `table/NAME/stream/TIME` for DynamoDB; the time holds colons of its own.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html>
enum ResourceName {
    /// `nil` when `arn` is no such ARN.
    static func key(_ kind: RecordKind, _ arn: String?) -> RecordKey? {
        guard let arn, let resource = resource(arn) else { return nil }
        let parts = resource.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        let name: Substring.UTF8View
        switch kind {
        case .queue, .topic:
            guard parts.count == 1, !resource.contains(UInt8(ascii: ":")) else { return nil }
            name = resource
        case .stream:
            guard parts.count >= 2, parts[0].elementsEqual("stream".utf8) else { return nil }
            name = parts[1]
        case .table:
            guard parts.count == 4, parts[0].elementsEqual("table".utf8), parts[2].elementsEqual("stream".utf8) else {
                return nil
            }
            name = parts[1]
        }
        return name.isEmpty ? nil : RecordKey(kind, String(Substring(name)))
    }

    /// What is behind the fifth colon; `nil` when `arn` is no ARN.
    static func resource(_ arn: String) -> Substring.UTF8View? {
        var rest = Substring(arn).utf8
        guard rest.starts(with: "arn:".utf8) else { return nil }
        for _ in 0..<5 {
            guard let colon = rest.firstIndex(of: UInt8(ascii: ":")) else { return nil }
            rest = rest[rest.index(after: colon)...]
        }
        return rest
    }
}
