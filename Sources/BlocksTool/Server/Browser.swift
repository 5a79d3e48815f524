// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Opens an address in the browser of the desktop.
enum Browser {
    /// Starts `xdg-open` if there is one; otherwise says what to do.
    static func open(_ address: String, console: Console) {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        guard let path = folders.map({ "\($0)/xdg-open" }).first(where: FileManager.default.isExecutableFile) else {
            console.note("There is no xdg-open here: open \(address)/ yourself.")
            return
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = [address]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        do { try process.run() } catch { console.note("xdg-open did not start: open \(address)/ yourself.") }
    }
}
