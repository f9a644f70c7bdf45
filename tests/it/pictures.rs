//! Pictures as they are given out: upright, in several widths, without what a camera wrote into them.

use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::path::Path;

use image::{DynamicImage, ImageDecoder as _, ImageEncoder as _, ImageReader, Rgb, RgbImage};
use jiangyi::media::{self, Fault, Format, Picture};
use proptest::prelude::*;

use crate::site_support::jiangyi;

/// A picture that is red above and blue below, with soft changes that JPEG can't keep for nothing.
fn pixels(width: u32, height: u32) -> DynamicImage {
    let shade = |at: u32| u8::try_from(at * 7 % 50).unwrap();
    DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |x, y| {
        if y < height / 2 { Rgb([200 + shade(x), 0, shade(y)]) } else { Rgb([shade(y), 0, 200 + shade(x)]) }
    }))
}

/// What a phone writes: an orientation, and where and with what the picture was taken.
fn exif(orientation: u8) -> Vec<u8> {
    let place = b"SECRET-PLACE 30.5N 114.3E\0";
    let mut tiff = b"MM\0*\0\0\0\x08\0\x02".to_vec();
    tiff.extend([0x01, 0x0F, 0, 2, 0, 0, 0, u8::try_from(place.len()).unwrap(), 0, 0, 0, 38]);
    tiff.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]);
    tiff.extend([0, 0, 0, 0]);
    tiff.extend(place);
    tiff
}

fn jpeg(width: u32, height: u32, orientation: u8) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut out, 90);
    encoder.set_exif_metadata(exif(orientation)).unwrap();
    pixels(width, height).write_with_encoder(encoder).unwrap();
    assert!(has(&out, b"SECRET-PLACE"));
    out
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = image::codecs::png::PngEncoder::new(&mut out);
    encoder.set_exif_metadata(exif(1)).unwrap();
    pixels(width, height).write_with_encoder(encoder).unwrap();
    assert!(has(&out, b"SECRET-PLACE"));
    out
}

fn webp() -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = image::codecs::webp::WebPEncoder::new_lossless(&mut out);
    encoder.set_exif_metadata(exif(1)).unwrap();
    pixels(40, 30).write_with_encoder(encoder).unwrap();
    assert!(has(&out, b"SECRET-PLACE"));
    out
}

fn has(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

fn decoded(bytes: &[u8]) -> DynamicImage {
    let mut decoder = ImageReader::new(Cursor::new(bytes)).with_guessed_format().unwrap().into_decoder().unwrap();
    assert!(decoder.exif_metadata().unwrap().is_none(), "no camera's data");
    DynamicImage::from_decoder(decoder).unwrap()
}

fn is_red(pixel: Rgb<u8>) -> bool {
    pixel[0] > pixel[2]
}

#[test]
fn what_a_camera_wrote_is_gone_and_the_pixels_are_the_same() {
    for (bytes, format) in [(jpeg(60, 40, 1), Format::Jpeg), (png(60, 40), Format::Png), (webp(), Format::WebP)] {
        let picture = media::head(Cursor::new(&bytes)).unwrap();
        assert_eq!((picture.format, picture.is_turned), (format, false));
        let clean = media::clean(&bytes, picture).unwrap();
        assert!(!has(&clean, b"SECRET") && clean.len() < bytes.len(), "{format:?}");
        let before = image::load_from_memory(&bytes).unwrap();
        assert_eq!(decoded(&clean), before, "{format:?}");
    }
}

#[test]
fn a_picture_taken_on_its_side_is_turned() {
    let bytes = jpeg(90, 60, 6);
    let picture = media::head(Cursor::new(&bytes)).unwrap();
    assert_eq!(picture, Picture { format: Format::Jpeg, width: 60, height: 90, is_turned: true });
    let clean = decoded(&media::clean(&bytes, picture).unwrap()).to_rgb8();
    assert_eq!(clean.dimensions(), (60, 90));
    // What was above is at the right now.
    assert!(is_red(*clean.get_pixel(55, 45)) && !is_red(*clean.get_pixel(5, 45)));
    let smaller = decoded(&media::smaller(&bytes, 30).unwrap());
    assert_eq!((smaller.width(), smaller.height()), (30, 45));
}

/// A WebP file whose header says that it ends before its pixels: broken, and not given out without them.
#[test]
fn a_picture_that_says_to_end_before_its_pixels_is_broken() {
    let mut bytes = webp();
    bytes[4..8].copy_from_slice(&4_u32.to_le_bytes());
    let given_out = media::head(Cursor::new(&bytes)).and_then(|picture| media::clean(&bytes, picture));
    assert!(matches!(given_out, Err(Fault::Broken(_))), "{given_out:?}");
}

#[test]
fn a_bomb_is_not_opened() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/messages/JY114-too-many-pixels/content/2026-03-拥军优抚");
    let bytes = fs::read(Path::new(folder).join("photo.png")).unwrap();
    let fault = Fault::TooManyPixels { width: 100_000, height: 100_000 };
    assert_eq!(media::head(Cursor::new(&bytes)), Err(fault.clone()));
    assert_eq!(media::smaller(&bytes, 720), Err(fault));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn damaged_pictures_break_nothing(at in 0_usize..2000, with in any::<u8>(), cut in 0_usize..2000, kind in 0..3) {
        let mut bytes = match kind { 0 => jpeg(24, 16, 6), 1 => png(24, 16), _ => webp() };
        let at = at % bytes.len();
        bytes[at] = with;
        bytes.truncate(bytes.len() - cut % bytes.len() / 2);
        if let Ok(picture) = media::head(Cursor::new(&bytes))
            && let Ok(clean) = media::clean(&bytes, picture)
        {
            prop_assert!(!has(&clean, b"SECRET-PLACE") || at < 60, "{at} {with}");
        }
    }
}

/// A site of one lesson that shows pictures.
fn site(root: &Path) {
    let unit = root.join("content/2026-03-拥军优抚");
    fs::create_dir_all(&unit).unwrap();
    fs::write(root.join("site.toml"), "title = \"手册\"\n").unwrap();
    fs::write(unit.join("index.md"), "---\n标题: 拥军优抚\n---\n").unwrap();
    let text = "---\n标题: 课\n---\n\n看图：\n\n![大厅](大厅.jpg)\n\n![小图](small.png)\n\n![图](draw.svg)\n";
    fs::write(unit.join("01-课.md"), text).unwrap();
    fs::write(unit.join("大厅.jpg"), jpeg(2400, 1000, 1)).unwrap();
    fs::write(unit.join("small.png"), png(60, 40)).unwrap();
    fs::write(unit.join("draw.svg"), "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 64 36\"/>").unwrap();
}

fn build(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let ran = jiangyi(&["build", "--strict", "--root", root.to_str().unwrap()]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let unit = root.join("public/2026-03");
    let files = fs::read_dir(unit).unwrap().map(|entry| entry.unwrap());
    let plain = files.filter(|entry| entry.file_type().unwrap().is_file());
    plain.map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap())).collect()
}

#[test]
fn a_lesson_shows_versions_with_their_sizes() {
    let root = tempfile::tempdir().unwrap();
    site(root.path());
    let files = build(root.path());
    let page = String::from_utf8(files["ke.html"].clone()).unwrap();
    let shown = "<img src=\"dating.1440.jpg\" srcset=\"dating.720.jpg 720w, dating.1440.jpg 1440w\" \
                 sizes=\"(min-width: 42em) 38rem, 92vw\" alt=\"大厅\" width=\"2400\" height=\"1000\" loading=\"lazy\">";
    assert!(page.contains(shown), "{page}");
    assert!(
        page.contains("<img src=\"small.png\" alt=\"小图\" width=\"60\" height=\"40\" loading=\"lazy\">"),
        "{page}"
    );
    assert!(page.contains("<img src=\"draw.svg\" alt=\"图\" width=\"64\" height=\"36\" loading=\"lazy\">"), "{page}");
    for (name, width) in [("dating.720.jpg", 720), ("dating.1440.jpg", 1440), ("dating.jpg", 2400), ("small.png", 60)] {
        assert_eq!(decoded(&files[name]).width(), width, "{name}");
        assert!(!has(&files[name], b"SECRET"), "{name}");
    }
    assert!(files["dating.720.jpg"].len() < files["dating.1440.jpg"].len());
}

#[test]
fn what_was_made_is_remembered_and_may_be_deleted_or_damaged() {
    let root = tempfile::tempdir().unwrap();
    site(root.path());
    let first = build(root.path());
    let memory = root.path().join(".jiangyi/images");
    let names = || fs::read_dir(&memory).unwrap().map(|entry| entry.unwrap().path()).collect::<Vec<_>>();
    assert_eq!(names().len(), 2);
    // Used: the bytes of the one come from the memory of the other.
    let mut remembered = names();
    remembered.sort();
    let (one, two) = (fs::read(&remembered[0]).unwrap(), fs::read(&remembered[1]).unwrap());
    fs::write(&remembered[0], &two).unwrap();
    assert_ne!(build(root.path()), first, "the memory is used");
    fs::write(&remembered[0], &one[..one.len() - 9]).unwrap();
    assert_eq!(build(root.path()), first, "a damaged memory is not");
    fs::remove_dir_all(root.path().join(".jiangyi")).unwrap();
    assert_eq!(build(root.path()), first);
    assert!(!root.path().join("public/.jiangyi").exists());
}
