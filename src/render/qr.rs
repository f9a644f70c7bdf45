//! QR codes; the one file that knows how they are made.
//! An address in, an inline SVG out: dark modules as one path on the page's own white, with the quiet zone that scanners need.

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode};

use crate::safe::markup::escaped;

/// The white edge that the standard asks for, in modules.
const QUIET: usize = 4;

/// The code of an address, named `label` for those who hear it; nothing where the address is empty or too long for a code.
pub(super) fn code(address: &str, label: &str) -> String {
    if address.is_empty() {
        return String::new();
    }
    let Ok(code) = QrCode::with_error_correction_level(address, EcLevel::M) else { return String::new() };
    let size = code.width() + 2 * QUIET;
    let mut out = format!(
        "<svg class=\"qr\" viewBox=\"0 0 {size} {size}\" width=\"{size}\" height=\"{size}\" role=\"img\" aria-label=\"{}\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{size}v{size}H0z\"/><path d=\"",
        escaped(label)
    );
    for (y, row) in code.to_colors().chunks(code.width()).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|a, b| a == b) {
            if run.first() == Some(&Color::Dark) {
                let (left, top, wide) = (x + QUIET, y + QUIET, run.len());
                let _ = write!(out, "M{left} {top}h{wide}v1h-{wide}z");
            }
            x += run.len();
        }
    }
    out.push_str("\"/></svg>");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_quiet_zone_and_finder_patterns() {
        let svg = code("https://example.org/sc/procedures/youdaizhengshenling.html", "<二维码>");
        assert!(svg.contains("aria-label=\"&lt;二维码&gt;\""), "{svg}");
        // The corners' seven modules are the first row: from 4 on, and nothing left of that.
        assert!(svg.contains("M4 4h7v1h-7z") && !svg.contains("M3 "), "{svg}");
        assert!(svg.len() < 12_000, "{}", svg.len());
    }

    #[test]
    fn what_has_no_address_or_too_long_a_one_has_no_code() {
        assert_eq!(code("", "x"), "");
        assert_eq!(code(&"x".repeat(5000), "x"), "");
    }
}
