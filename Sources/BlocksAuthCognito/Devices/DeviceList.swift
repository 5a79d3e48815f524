// SPDX-License-Identifier: Apache-2.0

import BlocksAWS

/// The signed-in user's devices, page by page as they are asked for.
///
///     for try await device in auth.fetchDevices(context) { … }
///
/// A loop throws what the pages throw: 401 `NotAuthenticatedException` without a session, and others of Cognito's `ListDevices`.
public struct DeviceList: AsyncSequence, Sendable {
    /// The devices of one page and what asks for the next.
    let page: @Sendable (_ token: String?) async throws -> ListDevicesOutput

    /// Every device, of all pages, as an answer to a client.
    public func all() async throws -> [UserDevice] {
        var devices: [UserDevice] = []
        for try await device in self { devices.append(device) }
        return devices
    }

    /// Starts at the first page.
    public func makeAsyncIterator() -> Iterator {
        Iterator(page: page)
    }

    /// Reads one page at a time.
    public struct Iterator: AsyncIteratorProtocol {
        let page: @Sendable (_ token: String?) async throws -> ListDevicesOutput
        private var read: ArraySlice<Device> = []
        private var token: String?
        private var isLast = false

        init(page: @escaping @Sendable (_ token: String?) async throws -> ListDevicesOutput) {
            self.page = page
        }

        /// The next device; `nil` at the end.
        public mutating func next() async throws -> UserDevice? {
            while read.isEmpty {
                guard !isLast else { return nil }
                let output = try await page(token)
                read = output.devices[...]
                // A page that points to itself is the last one.
                isLast = output.paginationToken == nil || output.paginationToken == token
                token = output.paginationToken
            }
            return read.popFirst().map { UserDevice($0) }
        }
    }
}
