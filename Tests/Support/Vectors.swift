// SPDX-License-Identifier: Apache-2.0

public import Foundation
public import Testing

/// Published test vectors: data of public suites, kept outside the package.
///
/// They are looked for in the folder that the environment variable `BLOCKS_VECTORS` names, then in `../shared/vectors`
/// beside the package's root. A test that needs them carries the trait ``Testing/Trait/needsVectors(_:)`` and is skipped,
/// saying how to get the data, where they are absent.
public enum Vectors {
    /// The folder that holds every suite, or `nil` when there is none on this machine.
    public static let root: URL? = {
        if let named = ProcessInfo.processInfo.environment["BLOCKS_VECTORS"], !named.isEmpty {
            return existing(URL(fileURLWithPath: named, isDirectory: true))
        }
        let package = URL(fileURLWithPath: #filePath, isDirectory: false)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return existing(package.deletingLastPathComponent().appendingPathComponent("shared/vectors", isDirectory: true))
    }()

    /// The location of a suite's folder or of a file in it, for example `"wycheproof/aes_gcm_test.json"`; `nil` when absent.
    public static func url(_ path: String) -> URL? {
        root.flatMap { existing($0.appendingPathComponent(path)) }
    }

    /// The bytes of a file.
    ///
    /// Throws ``Missing`` when it is absent: state the need with ``Testing/Trait/needsVectors(_:)``.
    public static func data(_ path: String) throws -> Data {
        guard let url = url(path) else { throw Missing(path: path) }
        return try Data(contentsOf: url)
    }

    /// The text of a file, decoded as UTF-8 and nothing trimmed.
    public static func text(_ path: String) throws -> String {
        String(decoding: try data(path), as: UTF8.self)
    }

    /// A JSON file decoded into `type`.
    public static func json<T: Decodable>(_ path: String, as type: T.Type = T.self) throws -> T {
        try JSONDecoder().decode(type, from: data(path))
    }

    /// The names of the entries of a folder, hidden ones left out, in ascending order.
    public static func entries(_ folder: String) throws -> [String] {
        guard let url = url(folder) else { throw Missing(path: folder) }
        return try FileManager.default.contentsOfDirectory(atPath: url.path).filter { !$0.hasPrefix(".") }.sorted()
    }

    /// A suite or a file of one that is not on this machine.
    public struct Missing: Error, CustomStringConvertible {
        /// The path below the vectors' folder.
        public let path: String
        /// What is missing and how to get it.
        public var description: String { Vectors.howToGet(path) }
    }

    fileprivate static func howToGet(_ path: String) -> String {
        "the published vectors '\(path)' are not here: put the folder shared/vectors beside the package, "
            + "or set BLOCKS_VECTORS to it; its README.md names the repository and commit of every suite"
    }

    private static func existing(_ url: URL) -> URL? {
        FileManager.default.fileExists(atPath: url.path) ? url : nil
    }
}

extension Trait where Self == ConditionTrait {
    /// Skips a test, with the reason, where the suite or file `path` of ``Vectors`` is absent.
    public static func needsVectors(_ path: String) -> Self {
        .enabled(if: Vectors.url(path) != nil, Comment(rawValue: Vectors.howToGet(path)))
    }
}
