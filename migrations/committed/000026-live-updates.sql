--! Previous: sha1:d1e3b695ac62a5c450550b950136e1049394e293
--! Hash: sha1:c653d6f74939cb95076c2f2098c4e98d81867255

-- live-updates: being written.
select 1;
