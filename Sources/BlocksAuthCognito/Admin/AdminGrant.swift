// SPDX-License-Identifier: Apache-2.0

/// Which groups of administrator's methods a pool's schema lets an app call; others do not compile.
public protocol AdminGrant: Sendable {
    /// The groups that are granted.
    static var granted: [AdminOption.Action] { get }
}

/// A grant of the methods that change and list the membership of groups.
public protocol GrantsGroups: AdminGrant {}

/// A grant of the methods that create, read, lock and delete users.
public protocol GrantsLifecycle: AdminGrant {}

/// The grant of everything.
public enum EveryAdminAction: GrantsGroups, GrantsLifecycle {
    /// All groups.
    public static var granted: [AdminOption.Action] { AdminOption.Action.allCases }
}

/// The grant of group membership alone.
public enum GroupActions: GrantsGroups {
    /// Groups alone.
    public static var granted: [AdminOption.Action] { [.groups] }
}

/// The grant of the life of users alone.
public enum LifecycleActions: GrantsLifecycle {
    /// Lifecycle alone.
    public static var granted: [AdminOption.Action] { [.lifecycle] }
}
