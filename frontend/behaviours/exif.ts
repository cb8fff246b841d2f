/** The two facts a photo's EXIF tells us before it is dropped: where it was taken, and when. Reads JPEG and HEIC. */
export interface Taken {
  lat?: number;
  lon?: number;
  /** As the camera wrote it, without a zone: "2026-11-24T08:42:10". */
  at?: string;
}

const TIFF_OFFSET = 6; // after "Exif\0\0"
const [GPS_FOLDER, EXIF_FOLDER, TAKEN_AT] = [0x8825, 0x8769, 0x9003];

export async function readTaken(file: File): Promise<Taken> {
  // EXIF stands at the head of a JPEG; a HEIC may carry it later, within the first megabyte.
  const bytes = new Uint8Array(await file.slice(0, 1 << 20).arrayBuffer());
  for (let i = 0; i + 14 < bytes.length; i++) {
    if (bytes[i] === 0x45 && bytes[i + 1] === 0x78 && bytes[i + 2] === 0x69 && bytes[i + 3] === 0x66 && !bytes[i + 4] && !bytes[i + 5]) {
      try {
        return readTiff(new DataView(bytes.buffer, i + TIFF_OFFSET));
      } catch {
        return {}; // A cut or broken EXIF block is as good as none.
      }
    }
  }
  return {};
}

function readTiff(view: DataView): Taken {
  const little = view.getUint16(0) === 0x4949;
  const u16 = (at: number) => view.getUint16(at, little);
  const u32 = (at: number) => view.getUint32(at, little);
  const folder = (at: number): Map<number, number> => {
    const entries = new Map<number, number>();
    for (let i = 0, n = u16(at); i < n; i++) entries.set(u16(at + 2 + i * 12), at + 2 + i * 12);
    return entries;
  };
  const text = (entry: number, length: number) => {
    const from = u32(entry + 4) > 4 ? u32(entry + 8) : entry + 8;
    return String.fromCharCode(...new Uint8Array(view.buffer, view.byteOffset + from, length));
  };
  const degrees = (entry: number) => {
    const from = u32(entry + 8);
    const part = (i: number) => u32(from + i * 8) / (u32(from + i * 8 + 4) || 1);
    return part(0) + part(1) / 60 + part(2) / 3600;
  };

  const taken: Taken = {};
  const root = folder(u32(4));
  const exif = root.get(EXIF_FOLDER);
  const stamp = exif === undefined ? undefined : folder(u32(exif + 8)).get(TAKEN_AT);
  if (stamp !== undefined) {
    const found = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)/.exec(text(stamp, 19));
    if (found) taken.at = `${found[1]}-${found[2]}-${found[3]}T${found[4]}`;
  }
  const gps = root.get(GPS_FOLDER);
  if (gps === undefined) return taken;
  const place = folder(u32(gps + 8));
  const [latRef, lat, lonRef, lon] = [1, 2, 3, 4].map((tag) => place.get(tag));
  if (lat === undefined || lon === undefined) return taken;
  const north = degrees(lat) * (latRef !== undefined && text(latRef, 1) === "S" ? -1 : 1);
  const east = degrees(lon) * (lonRef !== undefined && text(lonRef, 1) === "W" ? -1 : 1);
  if (Math.abs(north) > 90 || Math.abs(east) > 180 || (north === 0 && east === 0)) return taken;
  return { ...taken, lat: north, lon: east };
}
