// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Foundation

/// The variables that the events of a folder need their application to be started with: its `environment.json`.
enum FlowEnvironment {
    private static let name = "environment.json"

    /// Whether `path` ends in the name of such a file.
    static func isName(_ path: String) -> Bool {
        path == name || path.hasSuffix("/" + name)
    }

    /// The variables beside `events`.
    ///
    /// Throws when a file is no object of texts, or two folders differ in their variables: one application can't be both.
    static func beside(_ events: [EventFile]) throws(ToolError) -> [String: String] {
        var variables: [String: String]?
        var seen: Set<String> = []
        for event in events {
            let folder = event.path.lastIndex(of: "/").map { String(event.path[...$0]) } ?? ""
            guard event.path != "-", seen.insert(folder).inserted else { continue }
            let here = try read(folder + name)
            guard variables == nil || variables == here else {
                throw ToolError(
                    .usage, "The folders of these events start their application differently. Run them one by one.")
            }
            variables = here
        }
        return variables ?? [:]
    }

    private static func read(_ path: String) throws(ToolError) -> [String: String] {
        guard let data = FileManager.default.contents(atPath: path) else { return [:] }
        guard let object = (try? JSONValue(parsing: [UInt8](data)))?.object else {
            throw ToolError(.event, "\(path) is no JSON object of variables.")
        }
        var variables: [String: String] = [:]
        for (name, value) in object {
            guard let text = value.string else {
                throw ToolError(.event, "\(path): the variable '\(name)' must be a text.")
            }
            variables[name] = text
        }
        return variables
    }
}
