//! Moments in resources.

/// A moment in the form of a resource; the database holds none out of its range.
pub fn moment(at: keyfold_model::Timestamp) -> jiff::Timestamp {
    jiff::Timestamp::from_microsecond(at.0).unwrap_or_default()
}
