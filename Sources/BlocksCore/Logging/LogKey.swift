// SPDX-License-Identifier: Apache-2.0

/// Names of log metadata, so that one thing has one name in every line.
public enum LogKey {
    /// The request that a line belongs to.
    public static let requestID = "requestId"
    /// The kind of an error, as a client or a service names it.
    public static let errorName = "errorName"
    /// The detail of an error, for operators only.
    public static let error = "error"
    /// The RPC method or route that was called.
    public static let operation = "operation"
    /// The site that a browser says a request comes from.
    public static let origin = "origin"
    /// The record of an event that a line belongs to: its message id or sequence number.
    public static let recordID = "recordId"
    /// The name of the queue, stream, table or topic that a record comes from.
    public static let resource = "resource"
}
