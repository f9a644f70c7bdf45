//! Pixels; the one file that knows the image library.
//! An encoded picture in, its size or a smaller encoded one out.

use std::io::{BufRead, Cursor, Seek};

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType as PngFilter, PngEncoder};
use image::codecs::webp::WebPEncoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageEncoder, ImageFormat, ImageReader, Limits};

use super::{Fault, Format, MOST_PIXELS, Picture};

/// How many bytes of a file are unpacked to know what it says of itself.
const MOST_BESIDE: u64 = 8 * 1024 * 1024;

/// The quality of pictures that are written anew; above it JPEG grows faster than anyone sees.
const QUALITY: u8 = 84;

fn broken(error: &image::ImageError) -> Fault {
    Fault::Broken(error.to_string())
}

fn format(guessed: Option<ImageFormat>) -> Result<Format, Fault> {
    match guessed {
        Some(ImageFormat::Jpeg) => Ok(Format::Jpeg),
        Some(ImageFormat::Png) => Ok(Format::Png),
        Some(ImageFormat::WebP) => Ok(Format::WebP),
        Some(ImageFormat::Gif) => Ok(Format::Gif),
        _ => Err(Fault::Broken("≠ JPEG, PNG, WebP, GIF".to_owned())),
    }
}

/// Reads what a picture's file says of itself, without its pixels.
pub fn head(file: impl BufRead + Seek) -> Result<Picture, Fault> {
    let mut reader = ImageReader::new(file).with_guessed_format().map_err(|error| Fault::Broken(error.to_string()))?;
    let format = format(reader.format())?;
    let mut limits = Limits::default();
    // What stands beside the pixels, a profile of colours, may be packed small and be very long.
    limits.max_alloc = Some(MOST_BESIDE);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| broken(&error))?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(Fault::TooManyPixels { width, height });
    }
    let orientation = if format == Format::Gif { None } else { decoder.orientation().ok() };
    let orientation = orientation.unwrap_or(Orientation::NoTransforms);
    let is_turned = orientation != Orientation::NoTransforms;
    let on_side = matches!(
        orientation,
        Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH
    );
    let (width, height) = if on_side { (height, width) } else { (width, height) };
    Ok(Picture { format, width, height, is_turned })
}

/// The picture `width` pixels wide, upright, in its own format, with its colours' profile and nothing else.
pub fn smaller(bytes: &[u8], width: u32) -> Result<Vec<u8>, Fault> {
    again(bytes, Some(width))
}

/// The picture written anew, upright, in `width` where it is given.
pub(super) fn again(bytes: &[u8], width: Option<u32>) -> Result<Vec<u8>, Fault> {
    // Says first whether there are too many pixels.
    let about = head(Cursor::new(bytes))?;
    let mut reader =
        ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|error| Fault::Broken(error.to_string()))?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_PIXELS * 8);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| broken(&error))?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let profile = decoder.icc_profile().ok().flatten();
    let mut pixels = DynamicImage::from_decoder(decoder).map_err(|error| broken(&error))?;
    pixels.apply_orientation(orientation);
    if let Some(width) = width.filter(|width| *width < pixels.width()) {
        let height = u64::from(pixels.height()) * u64::from(width) / u64::from(pixels.width().max(1));
        let height = u32::try_from(height).unwrap_or(u32::MAX).max(1);
        pixels = pixels.resize_exact(width, height, FilterType::CatmullRom);
    }
    encode(&pixels, about.format, profile)
}

fn encode(pixels: &DynamicImage, format: Format, profile: Option<Vec<u8>>) -> Result<Vec<u8>, Fault> {
    let mut out = Vec::new();
    let done = match format {
        Format::Jpeg => {
            let mut encoder = JpegEncoder::new_with_quality(&mut out, QUALITY);
            with_profile(&mut encoder, profile);
            // JPEG knows grey and colour, of eight bits.
            let pixels = match pixels {
                DynamicImage::ImageLuma8(_) => pixels.clone(),
                other => DynamicImage::ImageRgb8(other.to_rgb8()),
            };
            pixels.write_with_encoder(encoder)
        }
        Format::WebP => {
            let mut encoder = WebPEncoder::new_lossless(&mut out);
            with_profile(&mut encoder, profile);
            DynamicImage::ImageRgba8(pixels.to_rgba8()).write_with_encoder(encoder)
        }
        Format::Png | Format::Gif | Format::Svg => {
            let mut encoder = PngEncoder::new_with_quality(&mut out, CompressionType::Best, PngFilter::Adaptive);
            with_profile(&mut encoder, profile);
            pixels.write_with_encoder(encoder)
        }
    };
    done.map_err(|error| broken(&error))?;
    Ok(out)
}

fn with_profile(encoder: &mut impl ImageEncoder, profile: Option<Vec<u8>>) {
    if let Some(profile) = profile {
        // An encoder that takes none leaves the colours as most screens show them.
        let _ = encoder.set_icc_profile(profile);
    }
}
