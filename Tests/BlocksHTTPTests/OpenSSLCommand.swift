// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Runs the `openssl` command and returns what it prints.
func openSSL(_ arguments: [String], input: String = "", in directory: URL? = nil) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["openssl"] + arguments
    process.currentDirectoryURL = directory
    let (stdin, stdout, stderr) = (Pipe(), Pipe(), Pipe())
    process.standardInput = stdin
    process.standardOutput = stdout
    process.standardError = stderr
    try process.run()
    stdin.fileHandleForWriting.write(Data(input.utf8))
    try stdin.fileHandleForWriting.close()
    let output = try stdout.fileHandleForReading.readToEnd() ?? Data()
    let complaint = try stderr.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
        throw OpenSSLFailure(text: String(decoding: complaint, as: UTF8.self))
    }
    return String(decoding: output, as: UTF8.self)
}

struct OpenSSLFailure: Error {
    let text: String
}
