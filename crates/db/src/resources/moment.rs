//! Moments as text, in arithmetic that both engines share.

/// The expression of a moment in RFC 3339, such as `2026-11-24T11:35:32.5Z`, of one in microseconds since the epoch. The
/// calendar counts from 1 March of the year 0, so that leap days come last in their year.
pub(super) fn written(moment: &str) -> String {
    let two = |number: &str| format!("SUBSTR(CAST(100 + {number} AS TEXT), 2)");
    let (month, day) = (two("(CASE WHEN mp < 10 THEN mp + 3 ELSE mp - 9 END)"), two("(doy - (153 * mp + 2) / 5 + 1)"));
    let (hour, minute, second) = (two("us / 3600000000"), two("us / 60000000 % 60"), two("us / 1000000 % 60"));
    let fraction = "RTRIM(RTRIM('.' || SUBSTR(CAST(1000000 + us % 1000000 AS TEXT), 2), '0'), '.')";
    format!(
        "(SELECT CAST(yoe + era * 400 + CASE WHEN mp < 10 THEN 0 ELSE 1 END AS TEXT) || '-' || {month} || '-' || {day} \
         || 'T' || {hour} || ':' || {minute} || ':' || {second} || {fraction} || 'Z' \
         FROM (SELECT us, era, yoe, doy, (5 * doy + 2) / 153 AS mp \
         FROM (SELECT us, era, yoe, doe - (365 * yoe + yoe / 4 - yoe / 100) AS doy \
         FROM (SELECT us, era, doe, (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365 AS yoe \
         FROM (SELECT us, z / 146097 AS era, z % 146097 AS doe \
         FROM (SELECT {moment} % 86400000000 AS us, {moment} / 86400000000 + 719468 AS z) w) x) y) y2) y3)"
    )
}
