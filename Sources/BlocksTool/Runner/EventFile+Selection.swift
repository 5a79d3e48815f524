// SPDX-License-Identifier: Apache-2.0

import Foundation

extension EventFile {
    /// The events that `paths` name, in that order; a folder stands for its event files by name.
    ///
    /// Expectation files are passed over, so that a shell pattern may match them.
    static func select(_ paths: [String]) throws(ToolError) -> [EventFile] {
        var events: [EventFile] = []
        for path in paths where !path.hasSuffix(".expected.json") && !FlowEnvironment.isName(path) {
            guard isFolder(path) else {
                events.append(try EventFile(path: path))
                continue
            }
            let names = eventNames(in: path)
            if names.isEmpty { throw ToolError(.usage, emptyFolder(path)) }
            for name in names { events.append(try EventFile(path: path + (path.hasSuffix("/") ? "" : "/") + name)) }
        }
        if events.isEmpty {
            throw ToolError(.usage, "Only expectations and environments were named. Name the events beside them.")
        }
        return events
    }

    /// Every event file below `folder`, at any depth, by path.
    static func search(_ folder: String) throws(ToolError) -> [EventFile] {
        guard isFolder(folder) else {
            throw ToolError(.usage, "There is no folder '\(folder)'. Name the one that holds the events.")
        }
        var events: [EventFile] = []
        for path in (FileManager.default.enumerator(atPath: folder)?.allObjects as? [String] ?? []).sorted()
        where isEventName(path) {
            events.append(try EventFile(path: "\(folder)/\(path)"))
        }
        return events
    }

    private static func isFolder(_ path: String) -> Bool {
        var isDirectory: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory.boolValue
    }

    private static func isEventName(_ name: String) -> Bool {
        name.hasSuffix(".json") && !name.hasSuffix(".expected.json") && !FlowEnvironment.isName(name)
    }

    private static func eventNames(in folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter(isEventName).sorted()
    }

    private static func emptyFolder(_ path: String) -> String {
        let inner = ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
            .map { path + (path.hasSuffix("/") ? "" : "/") + $0 }.filter { isFolder($0) && !eventNames(in: $0).isEmpty }
        guard !inner.isEmpty else { return "'\(path)' holds no event (*.json). Name a folder that does." }
        return "'\(path)' itself holds no event. Name one of its folders: \(inner.joined(separator: ", "))."
    }
}
