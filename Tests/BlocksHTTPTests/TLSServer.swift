// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A certificate authority and servers' certificates, made by the `openssl` command in a directory of their own.
struct TestAuthority {
    let directory: URL
    var certificate: String { directory.appending(path: "ca.pem").path }

    init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "blocks-tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        _ = try openSSL(
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30",
                "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Test Authority",
            ], in: directory)
    }

    /// Issues `name.pem` and its key for a subject such as `IP:127.0.0.1`; a negative `days` makes it expired.
    func issue(_ name: String, for subject: String, days: Int = 30) throws {
        _ = try openSSL(
            [
                "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", "\(name).key",
                "-out", "\(name).csr", "-subj", "/CN=Test Server",
            ], in: directory)
        let extensions = directory.appending(path: "\(name).ext")
        try Data("subjectAltName=\(subject)\n".utf8).write(to: extensions)
        _ = try openSSL(
            [
                "x509", "-req", "-in", "\(name).csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
                "-days", "\(days)", "-extfile", "\(name).ext", "-out", "\(name).pem",
            ], in: directory)
    }

    func remove() {
        try? FileManager.default.removeItem(at: directory)
    }
}

/// `openssl s_server`, which answers every GET with a page about the connection.
final class TLSServer {
    let port: Int
    private let process = Process()

    init(authority: TestAuthority, certificate: String, options: [String] = []) throws {
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.currentDirectoryURL = authority.directory
        process.arguments =
            [
                "openssl", "s_server", "-accept", "127.0.0.1:0", "-www", "-cert", "\(certificate).pem", "-key",
                "\(certificate).key",
            ]
            + options
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        // The line that tells the port: "ACCEPT 127.0.0.1:43210".
        var text = ""
        while !text.contains("ACCEPT") || !text.hasSuffix("\n") {
            let piece = output.fileHandleForReading.availableData
            guard !piece.isEmpty else { throw OpenSSLFailure(text: "s_server ended: \(text)") }
            text += String(decoding: piece, as: UTF8.self)
        }
        let line = text.split(separator: "\n").first { $0.hasPrefix("ACCEPT") }
        guard let port = line?.split(separator: ":").last.flatMap({ Int($0) }) else {
            throw OpenSSLFailure(text: "no port in \(text)")
        }
        self.port = port
    }

    /// Kills the server: it inherits a signal mask in which a mere request to end is blocked.
    func stop() {
        kill(process.processIdentifier, SIGKILL)
    }
}
