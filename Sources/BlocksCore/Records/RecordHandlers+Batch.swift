// SPDX-License-Identifier: Apache-2.0

package import Logging

extension RecordHandlers {
    /// How many records are handled at the same time.
    private static let width = 10

    /// Has the records of one event handled, and says what Lambda is to be told.
    ///
    /// Records of one lane are handled in order and stop at the first failure; lanes run side by side. A cancelled task calls no more
    /// handlers: what they would have got counts as failed.
    ///
    /// Throws the first failure that can't be reported for its record alone.
    package func reply(to records: [ReceivedRecord], logger: Logger) async throws(EventError) -> [UInt8] {
        var failures = await failures(of: records, logger: logger)
        failures.sort { $0.index < $1.index }
        var writer = JSONWriter(reserving: 64)
        writer.beginObject()
        if !failures.isEmpty {
            writer.key("batchItemFailures")
            writer.beginArray()
            for failure in failures {
                let record = records[failure.index]
                guard let id = record.id, reportsFailures(of: record.source) else { throw failure.error }
                writer.beginObject()
                writer.key("itemIdentifier")
                writer.string(id)
                writer.endObject()
            }
            writer.endArray()
        }
        writer.endObject()
        return writer.bytes
    }

    /// A record that was not handled, by its place in the event.
    private struct Failure: Sendable {
        let index: Int
        let error: EventError
    }

    private func failures(of records: [ReceivedRecord], logger: Logger) async -> [Failure] {
        let lanes = Self.lanes(of: records)
        return await withTaskGroup(of: [Failure].self) { group in
            var failures: [Failure] = []
            for (number, lane) in lanes.enumerated() {
                if number >= Self.width, let ended = await group.next() { failures += ended }
                group.addTask { await self.failures(in: lane, of: records, logger: logger) }
            }
            for await ended in group { failures += ended }
            return failures
        }
    }

    private func failures(in lane: [Int], of records: [ReceivedRecord], logger: Logger) async -> [Failure] {
        for (position, index) in lane.enumerated() {
            let failure =
                Task.isCancelled
                ? EventError(.timeout, "there was no time left for a record")
                : await handle(records[index], logger: logger)
            guard let failure else { continue }
            // Lambda goes on with a stream at the first failure that it is told; of a group it must be told all that is left.
            let rest = records[index].source?.kind == .queue ? lane[position...] : lane[position...position]
            return rest.map { Failure(index: $0, error: failure) }
        }
        return []
    }

    /// The places of the records that must be handled in order, lane by lane in order of their first records.
    private static func lanes(of records: [ReceivedRecord]) -> [[Int]] {
        var lanes: [[Int]] = []
        var numbers: [String: Int] = [:]
        for (index, record) in records.enumerated() {
            if let lane = record.lane, let number = numbers[lane] {
                lanes[number].append(index)
            } else {
                if let lane = record.lane { numbers[lane] = lanes.count }
                lanes.append([index])
            }
        }
        return lanes
    }
}
