// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksStore
import Foundation
import Glibc
import Testing

@testable import BlocksLocal

@Suite struct DataFolderTests {
    private let bed = LocalBed()

    @Test func `a lock that is let go is free, whoever holds a copy of its descriptor`() throws {
        let folder = try DataFolder(bed.folder)
        var lock: FolderLock? = try FolderLock(folder)
        #expect(throws: LocalDataError.self) { try FolderLock(folder) }
        // As in a process that was forked off and has not begun yet.
        let path = try #require(realpath(bed.folder + "/.lock", nil))
        defer { free(path) }
        let descriptors = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap { Int32($0) }
        let held = descriptors.first { descriptor in
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(descriptor)"))
                == String(cString: path)
        }
        let copy = dup(try #require(held))
        defer { close(copy) }
        #expect(copy >= 0 && lock != nil)
        lock = nil
        _ = try FolderLock(folder)
    }

    @Test func `folders are made for their owner only, files too`() async throws {
        let (pool, platform) = try bed.pool()
        try await pool.register("alice", [:], platform.outbox)
        _ = try await platform.settingDriver().write("/app-x", value: "1", secret: false, overwrite: false)
        for file in ["app-auth/state.json", "app-auth/last-code.json", "app-auth/codes.jsonl", "settings.json"] {
            #expect(try bed.mode(file) == 0o600, "\(file)")
        }
        let fresh = LocalBed()
        let other = try fresh.platform()
        _ = try other.store("app-items")
        #expect(try fresh.mode("") == 0o700 && fresh.mode("app-items") == 0o700)
    }

    @Test func `missing folders on the way are made`() throws {
        let folder = try DataFolder(bed.folder + "/a/b/c")
        try folder.file("x").write([1, 2, 3])
        #expect(try folder.file("x").read() == [1, 2, 3])
        #expect(try bed.mode("a/b") == 0o700)
    }

    @Test(arguments: ["", ".", "..", ".hidden", "a/b", "/etc", "a\u{0}b", String(repeating: "x", count: 256)])
    func `a name that leads elsewhere is refused`(name: String) throws {
        let folder = try DataFolder(bed.folder)
        #expect(throws: LocalDataError.unusableName) { try folder.file(name) }
        #expect(throws: LocalDataError.unusableName) { try folder.folder(name) }
    }

    @Test func `what is no folder is refused with its path`() throws {
        try DataFolder(bed.folder).file("file").write([])
        for path in ["/file", "/file/below"] {
            let error = #expect(throws: LocalDataError.self) { try DataFolder(bed.folder + path) }
            #expect(error?.code == .fileSystem && error?.message.contains(bed.folder + "/file") == true)
        }
    }

    @Test func `a folder in use is refused, and free once the other has gone`() throws {
        try { () throws in
            let first = try bed.platform()
            let error = #expect(throws: LocalDataError.self) { try bed.platform() }
            #expect(error?.code == .folderInUse)
            #expect(error?.message.contains(bed.folder) == true)
            withExtendedLifetime(first) {}
        }()
        _ = try bed.platform()
    }

    @Test func `a pool keeps the folder when its platform has gone`() throws {
        try { () throws in
            let pool = try { try bed.pool().0 }()
            #expect(throws: LocalDataError.self) { try bed.platform() }
            withExtendedLifetime(pool) {}
        }()
        _ = try bed.platform()
    }

    @Test func `another process in the folder is refused`() throws {
        var writer = try Writer(folder: bed.folder, run: 0, kind: "store")
        try writer.wait(forLines: 1)
        #expect(throws: LocalDataError.self) { try bed.platform() }
        _ = writer.kill(after: .zero)
        _ = try bed.platform()
    }
}

@Suite struct AtomicFileTests {
    private let bed = LocalBed()

    @Test func `a file that is not there reads as nothing`() throws {
        #expect(try DataFolder(bed.folder).file("none").read() == nil)
    }

    @Test(arguments: [0, 1, 65_535, 65_536, 65_537, 1_000_000])
    func `what was written is read`(count: Int) throws {
        let file = try DataFolder(bed.folder).file("data")
        let content = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try file.write([9])
        try file.write(content)
        #expect(try file.read() == content)
        #expect(try bed.names() == ["data"])
    }

    @Test func `a failing write leaves the old content`() throws {
        let file = try DataFolder(bed.folder).file("data")
        try file.write([1])
        // Something that can't be replaced by a file stands where the temporary one would.
        try FileManager.default.createDirectory(atPath: file.path + ".tmp", withIntermediateDirectories: false)
        #expect(throws: LocalDataError.fileSystem) { try file.write([2]) }
        #expect(try file.read() == [1])
    }

    @Test func `a link is not followed`() throws {
        let file = try DataFolder(bed.folder).file("data")
        try FileManager.default.createSymbolicLink(
            atPath: file.path + ".tmp", withDestinationPath: bed.folder + "/elsewhere")
        #expect(throws: LocalDataError.fileSystem) { try file.write([2]) }
        #expect(try bed.names() == ["data.tmp"])
    }

    @Test func `moving aside names the moment`() throws {
        let file = try DataFolder(bed.folder).file("data")
        try file.write([1])
        let aside = try file.moveAside(at: Timestamp(milliseconds: 1_700_000_000_123))
        #expect(aside == bed.folder + "/data.corrupt-2023-11-14T22-13-20-123Z")
        #expect(try file.read() == nil)
        #expect(throws: LocalDataError.fileSystem) { try file.moveAside(at: Timestamp(seconds: 0)) }
    }
}

extension LocalDataError {
    /// For comparisons, which look at the code only.
    static let fileSystem = LocalDataError(code: .fileSystem, message: "")
    static let unusableName = LocalDataError(code: .unusableName, message: "")
}
