const address = (fileId: string) => `/api/files/of-firms/${fileId}`;

/** The logo of a firm, whole and on white: most logos are made for paper. */
export function FirmLogo({ fileId, name, className }: { fileId: string; name: string; className: string }) {
  return (
    <img
      src={address(fileId)}
      alt={`Logo of ${name}`}
      className={`shrink-0 rounded-card border border-divider bg-white object-contain p-1 ${className}`}
    />
  );
}

/** A picture of a firm's work. It opens whole. */
export function FirmPicture({ fileId, name, number }: { fileId: string; name: string; number: number }) {
  return (
    <a href={address(fileId)} className="block">
      <img
        src={address(fileId)}
        alt={`Work of ${name}, ${number}`}
        loading="lazy"
        className="aspect-4/3 w-full rounded-card border border-divider object-cover"
      />
    </a>
  );
}
