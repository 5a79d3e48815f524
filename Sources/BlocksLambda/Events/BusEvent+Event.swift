// SPDX-License-Identifier: Apache-2.0

import BlocksCore

extension BusEvent {
    /// Recognises an event of EventBridge or its Scheduler by `source`, `detail-type` and `detail`; `nil` for anything else.
    ///
    /// Throws `malformedEvent` when another member is of a wrong type, or there is no id.
    init?(_ root: JSONView) throws(LambdaError) {
        guard let source = root["source"]?.string, let detailType = root["detail-type"]?.string,
            let detail = Self.detail(root["detail"])
        else { return nil }
        guard let id = try root.text("id") else { throw .missing("id") }
        var resources: [String] = []
        if let list = try root.array("resources") {
            for element in list.elements { resources.append(try element.textItem(of: "resources")) }
        }
        self.init(
            id: id, source: source, detailType: detailType, time: try root.text("time"),
            account: try root.text("account"), region: try root.text("region"), resources: resources, detail: detail,
            schedule: Self.schedule(source, detailType, resources.first))
    }

    /// An object, or text: Scheduler writes the object as one.
    private static func detail(_ view: JSONView?) -> JSONValue? {
        switch view?.kind {
        case .object: view?.value
        case .string:
            view?.stringBytes.map { text in (try? JSONValue(parsing: text)) ?? .string(view?.string ?? "") }
        default: nil
        }
    }

    /// The name at the end of `…:rule/NAME`, `…:rule/BUS/NAME` or `…:schedule/GROUP/NAME`; `nil` for events that no schedule sent.
    ///
    /// Only AWS can send events whose source begins with `aws.`.
    private static func schedule(_ source: String, _ detailType: String, _ arn: String?) -> String? {
        guard source == "aws.events" || source == "aws.scheduler", detailType == "Scheduled Event",
            let arn, let resource = ResourceName.resource(arn)
        else { return nil }
        let parts = resource.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count >= 2, parts[0].elementsEqual("rule".utf8) || parts[0].elementsEqual("schedule".utf8),
            let name = parts.last, !name.isEmpty
        else { return nil }
        return String(Substring(name))
    }
}
